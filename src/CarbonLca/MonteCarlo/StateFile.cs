using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Memory;

namespace CarbonLca.MonteCarlo;

/// <summary>The bytes of a <see cref="MonteCarloState"/>: little-endian numbers, then their SHA-256.</summary>
/// <remarks>
/// Version 1 holds samples, version 2 what they were folded into. Files are written and read piece by piece; what is read takes no more
/// memory than the file has bytes, but for a few blocks, whatever lengths it claims.
/// </remarks>
internal static class StateFile
{
    private const int KeptVersion = 1;
    private const int SketchedVersion = 2;
    private const int MaximumTextLength = 1024;

    private static readonly byte[] s_magic = "CLCAMC\r\n"u8.ToArray();

    public static void Write(Stream stream, MonteCarloState state)
    {
        SketchedRun? sketched = state.HasSamples ? null : state.Sketched;
        byte[] digest = Encoding.UTF8.GetBytes(state.ModelDigest);
        using NumberWriter file = new(stream);
        file.Write(s_magic);
        file.Write(sketched is null ? KeptVersion : SketchedVersion);
        file.Write(digest.Length);
        file.Write(digest);
        file.Write(state.Seed);
        file.Write((long)state.Design);
        file.Write(state.PlannedSamples);
        file.Write(state.Run.SeriesCount);
        if (sketched is null) WriteChunks(file, state);
        else WriteSketched(file, sketched);
        file.Write(state.Failures.Length);
        foreach (FailedSample failure in state.Failures)
        {
            file.Write(failure.Sample);
            file.Write(failure.Column);
            file.Write((long)failure.Reason);
        }

        stream.Write(file.Digest());
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InputRefusedException">It is no such file, of another version, or damaged.</exception>
    public static MonteCarloState Read(Stream stream)
    {
        try
        {
            return ReadUnguarded(stream);
        }
        catch (EndOfStreamException)
        {
            throw Damaged("it ends too early", "文件提前结束");
        }
    }

    private static MonteCarloState ReadUnguarded(Stream stream)
    {
        using NumberReader file = new(stream);
        Span<byte> magic = stackalloc byte[s_magic.Length];
        file.Read(magic);
        if (!magic.SequenceEqual(s_magic)) throw Damaged("it does not begin like one", "文件头不符");
        long version = file.ReadInt64();
        if (version is not (KeptVersion or SketchedVersion))
            throw Damaged($"its version is {version}, and this program reads versions {KeptVersion} and {SketchedVersion}", $"版本为 {version}，本程序只读版本 {KeptVersion} 和 {SketchedVersion}");
        RunIdentity run = ReadIdentity(file);
        ImmutableArray<SampleChunk> chunks = version == KeptVersion ? ReadChunks(file, run.SeriesCount) : default;
        SketchedRun? sketched = version == SketchedVersion ? ReadSketched(file, run) : null;
        ImmutableArray<FailedSample> failures = ReadFailures(file);
        byte[] expected = file.Digest();
        byte[] found = new byte[expected.Length];
        stream.ReadExactly(found);
        if (!found.AsSpan().SequenceEqual(expected)) throw Damaged("its checksum does not match", "校验和不符");
        return sketched is null ? new MonteCarloState(run, chunks, failures) : new MonteCarloState(run, sketched, failures, isReport: false);
    }

    private static RunIdentity ReadIdentity(NumberReader file)
    {
        long length = file.ReadInt64();
        if (length is < 0 or > MaximumTextLength) throw Damaged("a text in it is too long", "其中文本过长");
        byte[] digest = new byte[length];
        file.Read(digest);
        RunIdentity run = new(Encoding.UTF8.GetString(digest), file.ReadInt64(), (SampleDesign)file.ReadInt64(), file.ReadInt64(), ReadCount(file));
        return Enum.IsDefined(run.Design) ? run : throw BadHeader();
    }

    private static void WriteChunks(NumberWriter file, MonteCarloState state)
    {
        file.Write(state.Chunks.Length);
        foreach (SampleChunk chunk in state.Chunks)
        {
            file.Write(chunk.First);
            file.Write(chunk.Count);
            file.Write(MemoryMarshal.AsBytes(chunk.HasFailed.AsSpan()));
            double[] samples = new double[chunk.Count];
            for (int series = 0; series < state.Run.SeriesCount; series++)
            {
                chunk.CopySeries(series, samples);
                file.Write(samples);
            }
        }
    }

    private static ImmutableArray<SampleChunk> ReadChunks(NumberReader file, int series)
    {
        int chunkCount = ReadCount(file);
        ImmutableArray<SampleChunk>.Builder chunks = ImmutableArray.CreateBuilder<SampleChunk>();
        long next = 0;
        for (int c = 0; c < chunkCount; c++)
        {
            long first = file.ReadInt64();
            long count = file.ReadInt64();
            if (first != next || count is < 1 or > MonteCarloModel.RoundSamples || count * series > Array.MaxLength) throw Damaged("its chunks of samples do not follow each other", "样本块不连续");
            chunks.Add(ReadChunk(file, first, (int)count, series));
            next = first + count;
        }

        return chunks.ToImmutable();
    }

    // Grown as it is read, so that a file that lies about its size costs no more than it holds.
    private static SampleChunk ReadChunk(NumberReader file, long first, int count, int series)
    {
        byte[] failed = new byte[count];
        file.Read(failed);
        List<double> values = [];
        double[] part = new double[count];
        for (int s = 0; s < series; s++)
        {
            file.Read(part);
            values.AddRange(part);
        }

        // A run that goes on adds chunks with blocks of its own; samples are asked for by series.
        SampleChunk chunk = SampleChunk.Empty(first, count, series, SampleSweep.Lanes);
        for (int s = 0; s < series; s++) chunk.SetSeries(s, CollectionsMarshal.AsSpan(values).Slice(s * count, count));
        for (int k = 0; k < count; k++) chunk.HasFailed[k] = failed[k] != 0;
        return chunk;
    }

    private static void WriteSketched(NumberWriter file, SketchedRun sketched)
    {
        file.Write(sketched.Samples.Count);
        file.Write(sketched.Samples.FailedCount);
        file.Write(sketched.Samples.BlockSize);
        file.Write(sketched.MemoryBudget);
        file.Write(sketched.StopErrors.Length);
        file.Write(sketched.StopErrors.AsSpan());
        sketched.Samples.Save(file);
    }

    private static SketchedRun ReadSketched(NumberReader file, RunIdentity run)
    {
        long samples = file.ReadInt64();
        long failed = file.ReadInt64();
        long blockSize = file.ReadInt64();
        long budget = file.ReadInt64();
        long errorCount = file.ReadInt64();
        bool isCounted = samples is >= 0 and <= int.MaxValue && samples <= run.PlannedSamples && SketchedSamples.HasStateAt(samples) && failed >= 0 && failed <= samples;
        if (!isCounted || !SketchedSamples.IsBlockSize(blockSize) || budget < 1 || (errorCount != 0 && errorCount != StopRule.ErrorCount)) throw BadHeader();
        double[] errors = new double[errorCount];
        file.Read(errors);
        return new SketchedRun(SketchedSamples.Load(file, run.SeriesCount, run.Design, (int)blockSize, samples, failed), budget, [.. errors]);
    }

    private static ImmutableArray<FailedSample> ReadFailures(NumberReader file)
    {
        long count = file.ReadInt64();
        if (count is < 0 or > FailureLog.Limit) throw Damaged("it lists too many failures", "失败样本列表过长");
        ImmutableArray<FailedSample>.Builder failures = ImmutableArray.CreateBuilder<FailedSample>();
        for (long k = 0; k < count; k++) failures.Add(new FailedSample(file.ReadInt64(), (int)file.ReadInt64(), (SampleFailure)file.ReadInt64()));
        return failures.ToImmutable();
    }

    private static int ReadCount(NumberReader file) => file.ReadInt64() is >= 0 and <= int.MaxValue and var count ? (int)count : throw BadHeader();

    private static InputRefusedException BadHeader() => Damaged("its header makes no sense", "文件头数值无效");

    private static InputRefusedException Damaged(string why, string whyZh) => new(
        Diagnostic.Error(FindingCode.SchemaInvalid, $"This is no usable state of a Monte Carlo run: {why}.", $"这不是可用的蒙特卡洛运行状态：{whyZh}。") with
        {
            Next = new Wording("Start the run anew, without a state.", "请不带状态重新开始运行。"),
        });
}
