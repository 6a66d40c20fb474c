using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Parquet;

/// <summary>Memory that decoding needs in passing, used again for every page.</summary>
internal sealed class PageScratch(ParquetBudget budget)
{
    private Memory<byte> _page;
    private Memory<byte> _work;

    /// <summary>Memory for an expanded page.</summary>
    public Memory<byte> Page(string column, int bytes) => Grow(ref _page, column, bytes);

    /// <summary>Memory for the indices or differences of a page.</summary>
    public Memory<byte> Work(string column, int bytes) => Grow(ref _work, column, bytes);

    private Memory<byte> Grow(ref Memory<byte> memory, string column, int bytes)
    {
        if (memory.Length < bytes)
        {
            budget.Spend(column, bytes);
            memory = AlignedBuffer.Allocate(bytes);
        }

        return memory[..bytes];
    }
}
