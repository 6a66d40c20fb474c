namespace CarbonLca.Formats.Parquet;

/// <summary>Counts the bytes that decoding allocates, before they are allocated.</summary>
internal sealed class ParquetBudget
{
    private readonly ParquetFaults _faults;
    private readonly long _limit;
    private long _left;

    public ParquetBudget(ParquetFaults faults, long limit)
    {
        _faults = faults;
        _limit = limit;
        _left = limit;
    }

    public void Spend(string column, long bytes)
    {
        _left -= bytes;
        if (_left < 0 || bytes > int.MaxValue - 128) throw _faults.TooLarge(column, _limit);
    }
}
