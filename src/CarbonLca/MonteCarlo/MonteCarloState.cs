using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Numerics.FixedPoint;

namespace CarbonLca.MonteCarlo;

/// <summary>How far a run has come: everything needed to go on with the same bits as if it had never stopped.</summary>
/// <remarks>
/// Immutable. Holds the samples drawn so far, the digest of the model and the choices that decide the samples; a run refuses a state of
/// another model, seed or design. Saved as little-endian binary with a SHA-256 checksum at the end.
/// </remarks>
public sealed class MonteCarloState
{
    private const int Version = 1;
    private const int MaximumTextLength = 1024;
    private static readonly byte[] s_magic = "CLCAMC\r\n"u8.ToArray();

    internal MonteCarloState(string modelDigest, long seed, SampleDesign design, long plannedSamples, int seriesCount, ImmutableArray<SampleChunk> chunks, ImmutableArray<FailedSample> failures)
    {
        ModelDigest = modelDigest;
        Seed = seed;
        Design = design;
        PlannedSamples = plannedSamples;
        SeriesCount = seriesCount;
        Chunks = chunks;
        Failures = failures;
    }

    /// <summary>The digest of the model it belongs to.</summary>
    public string ModelDigest { get; }

    /// <summary>The seed.</summary>
    public long Seed { get; }

    /// <summary>The design.</summary>
    public SampleDesign Design { get; }

    /// <summary>How many samples are done.</summary>
    public long Samples => Chunks.IsEmpty ? 0 : Chunks[^1].First + Chunks[^1].Count;

    /// <summary>The number of samples of the run; it decides the samples of a Latin hypercube only.</summary>
    public long PlannedSamples { get; }

    internal int SeriesCount { get; }

    internal ImmutableArray<SampleChunk> Chunks { get; }

    internal ImmutableArray<FailedSample> Failures { get; }

    /// <summary>The state of a run whose samples are kept.</summary>
    internal static MonteCarloState Of(MonteCarloModel model, MonteCarloOptions options, SampleStore store, ImmutableArray<FailedSample> failures) =>
        new(model.Digest, options.Seed, options.Design, options.Samples, model.Sampled.SeriesCount, store.Chunks, failures);

    /// <summary>Writes the state.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using HashedStream file = new(stream);
        file.Write(s_magic);
        file.Write(Version);
        file.Write(ModelDigest);
        file.Write(Seed);
        file.Write((long)Design);
        file.Write(PlannedSamples);
        file.Write(SeriesCount);
        file.Write(Chunks.Length);
        foreach (SampleChunk chunk in Chunks)
        {
            file.Write(chunk.First);
            file.Write(chunk.Count);
            file.Write(MemoryMarshal.AsBytes(chunk.HasFailed.AsSpan()));
            file.Write(chunk, SeriesCount);
        }

        file.Write(Failures.Length);
        foreach (FailedSample failure in Failures)
        {
            file.Write(failure.Sample);
            file.Write(failure.Column);
            file.Write((long)failure.Reason);
        }

        stream.Write(file.Digest());
    }

    /// <summary>Reads a state that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InputRefusedException">It is no such file, of another version, or damaged.</exception>
    public static MonteCarloState Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            return LoadUnguarded(stream);
        }
        catch (EndOfStreamException)
        {
            throw Damaged("it ends too early", "文件提前结束");
        }
    }

    private static MonteCarloState LoadUnguarded(Stream stream)
    {
        using HashedStream file = new(stream);
        Span<byte> magic = stackalloc byte[s_magic.Length];
        file.Read(magic);
        if (!magic.SequenceEqual(s_magic)) throw Damaged("it does not begin like one", "文件头不符");
        if (file.ReadInt64() is var version && version != Version) throw Damaged($"its version is {version}, and this program reads version {Version}", $"版本为 {version}，本程序只读版本 {Version}");
        string digest = file.ReadText(MaximumTextLength);
        long seed = file.ReadInt64();
        long design = file.ReadInt64();
        long planned = file.ReadInt64();
        long series = file.ReadInt64();
        long chunkCount = file.ReadInt64();
        if (!Enum.IsDefined((SampleDesign)design) || series is < 0 or > int.MaxValue || chunkCount is < 0 or > int.MaxValue) throw Damaged("its header makes no sense", "文件头数值无效");
        ImmutableArray<SampleChunk>.Builder chunks = ImmutableArray.CreateBuilder<SampleChunk>();
        long next = 0;
        for (long c = 0; c < chunkCount; c++)
        {
            long first = file.ReadInt64();
            long count = file.ReadInt64();
            if (first != next || count is < 1 or > MonteCarloModel.RoundSamples || count * series > Array.MaxLength) throw Damaged("its chunks of samples do not follow each other", "样本块不连续");
            chunks.Add(file.ReadChunk(first, (int)count, (int)series));
            next = first + count;
        }

        long failureCount = file.ReadInt64();
        if (failureCount is < 0 or > FailureLog.Limit) throw Damaged("it lists too many failures", "失败样本列表过长");
        ImmutableArray<FailedSample>.Builder failures = ImmutableArray.CreateBuilder<FailedSample>();
        for (long k = 0; k < failureCount; k++) failures.Add(new FailedSample(file.ReadInt64(), (int)file.ReadInt64(), (SampleFailure)file.ReadInt64()));
        byte[] expected = file.Digest();
        byte[] found = new byte[expected.Length];
        stream.ReadExactly(found);
        if (!found.AsSpan().SequenceEqual(expected)) throw Damaged("its checksum does not match", "校验和不符");
        return new MonteCarloState(digest, seed, (SampleDesign)design, planned, (int)series, chunks.ToImmutable(), failures.ToImmutable());
    }

    private static InputRefusedException Damaged(string why, string whyZh) => new(
        Diagnostic.Error(FindingCode.SchemaInvalid, $"This is no usable state of a Monte Carlo run: {why}.", $"这不是可用的蒙特卡洛运行状态：{whyZh}。") with
        {
            Next = new Wording("Start the run anew, without a state.", "请不带状态重新开始运行。"),
        });

    /// <summary>Little-endian numbers, hashed on their way.</summary>
    private sealed class HashedStream(Stream stream) : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public void Dispose() => _hash.Dispose();

        public byte[] Digest() => _hash.GetHashAndReset();

        public void Write(ReadOnlySpan<byte> bytes)
        {
            _hash.AppendData(bytes);
            stream.Write(bytes);
        }

        public void Write(long value)
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            Write(bytes);
        }

        public void Write(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Write(bytes.Length);
            Write(bytes);
        }

        public void Write(SampleChunk chunk, int series)
        {
            double[] samples = new double[chunk.Count];
            for (int s = 0; s < series; s++)
            {
                chunk.CopySeries(s, samples);
                for (int k = 0; k < samples.Length && !BitConverter.IsLittleEndian; k++)
                    samples[k] = BitConverter.Int64BitsToDouble(BinaryPrimitives.ReverseEndianness(BitConverter.DoubleToInt64Bits(samples[k])));
                Write(MemoryMarshal.AsBytes(samples.AsSpan()));
            }
        }

        public void Read(Span<byte> bytes)
        {
            stream.ReadExactly(bytes);
            _hash.AppendData(bytes);
        }

        public long ReadInt64()
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            Read(bytes);
            return BinaryPrimitives.ReadInt64LittleEndian(bytes);
        }

        public string ReadText(int maximum)
        {
            long length = ReadInt64();
            if (length < 0 || length > maximum) throw Damaged("a text in it is too long", "其中文本过长");
            byte[] bytes = new byte[length];
            Read(bytes);
            return Encoding.UTF8.GetString(bytes);
        }

        // Grown as it is read, so that a file that lies about its size costs no more than it holds.
        public SampleChunk ReadChunk(long first, int count, int series)
        {
            byte[] failed = new byte[count];
            Read(failed);
            List<double> values = [];
            double[] part = new double[count];
            for (int s = 0; s < series; s++)
            {
                Span<byte> bytes = MemoryMarshal.AsBytes(part.AsSpan());
                Read(bytes);
                for (int k = 0; k < count && !BitConverter.IsLittleEndian; k++) part[k] = BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(bytes[(k * sizeof(double))..]));
                values.AddRange(part);
            }

            // A run that goes on adds chunks with blocks of its own; samples are asked for by series.
            SampleChunk chunk = SampleChunk.Empty(first, count, series, SampleSweep.Lanes);
            for (int s = 0; s < series; s++) chunk.SetSeries(s, CollectionsMarshal.AsSpan(values).Slice(s * count, count));
            for (int k = 0; k < count; k++) chunk.HasFailed[k] = failed[k] != 0;
            return chunk;
        }
    }
}
