using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;
using CarbonLca.TestSupport;

namespace CarbonLca.Formats.Tests.Columns;

/// <summary>Damage that any reader of columns must survive: every damaged file is read or refused, within memory in proportion to it.</summary>
/// <remarks>The bytes stand before a guard page while they are read, so that no reader looks behind them unseen. One test at a time.</remarks>
/// <param name="read">The reader.</param>
internal sealed class HostileBytes(Func<ReadOnlyMemory<byte>, ColumnBatches> read) : IDisposable
{
    private const int LargestFile = 1 << 20;
    private const int AllocatedPerByte = 64;
    private const int AllocatedAlways = 1 << 20;
    private const int MostRowsLookedAt = 10_000;

    private readonly GuardedBytes _guarded = new(LargestFile);

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_guarded).Dispose();

    /// <summary>Whether bytes were read; then every value of them is looked at. Anything but a refusal, or memory out of proportion, fails.</summary>
    public bool Reads(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlyMemory<byte> guarded = _guarded.AtEnd(bytes.Span);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ColumnBatches? content = null;
        try
        {
            content = read(guarded);
        }
        catch (RefusalException e)
        {
            Assert.NotNull(e.Findings[0].Where);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= (AllocatedPerByte * (long)bytes.Length) + AllocatedAlways, $"{allocated} bytes were allocated for a file of {bytes.Length}.");
        if (content is not null && content.RowCount < MostRowsLookedAt) TableText.Of(content);
        return content is not null;
    }

    /// <summary>Whole it is read; cut at any byte it is refused.</summary>
    public void CutAtEveryByte(byte[] whole)
    {
        Assert.True(Reads(whole));
        for (int length = 0; length < whole.Length; length++)
            Assert.False(Reads(whole.AsMemory(0, length)), $"Cut to {length} of {whole.Length} bytes it was read.");
    }

    /// <summary>Each byte replaced by the values that mean most.</summary>
    public void ReplaceEveryByte(byte[] whole)
    {
        byte[] bytes = (byte[])whole.Clone();
        for (int i = 0; i < bytes.Length; i++)
        {
            foreach (byte value in (byte[])[0x00, 0xFF, 0x80, (byte)(whole[i] + 1), (byte)(whole[i] ^ 0x40)])
            {
                bytes[i] = value;
                Reads(bytes);
            }

            bytes[i] = whole[i];
        }
    }

    /// <summary>Some bytes replaced by random ones, 20,000 times.</summary>
    public void DamageAtRandom(IReadOnlyList<byte[]> files)
    {
        Random random = new(20261121);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = (byte[])files[round % files.Count].Clone();
            for (int flips = random.Next(1, 6); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Reads(bytes);
        }
    }
}
