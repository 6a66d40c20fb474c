using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Store;

/// <summary>A column of texts that are decoded when they are asked for; those of a dictionary once.</summary>
internal sealed class StoredTexts(Column column)
{
    private readonly string?[]? _known = column.Dictionary is { } dictionary ? new string?[dictionary.Length] : null;

    /// <summary>How many texts there are, missing ones included.</summary>
    public int Length => column.Length;

    /// <summary>A text; null where it is missing.</summary>
    public string? this[int row]
    {
        get
        {
            if (_known is null || column.IsNull(row)) return column.TextAt(row);
            int entry = column.Values<int>()[row];
            return _known[entry] ??= column.Dictionary!.TextAt(entry);
        }
    }

    /// <summary>The bytes of a text.</summary>
    public ReadOnlySpan<byte> Utf8(int row) => column.Utf8At(row);

    /// <summary>The row of a text in an ascending column; −1 where there is none.</summary>
    public int Find(string text)
    {
        Span<byte> bytes = text.Length <= 256 ? stackalloc byte[3 * 256] : new byte[3 * text.Length];
        if (System.Text.Unicode.Utf8.FromUtf16(text, bytes, out _, out int length, replaceInvalidSequences: false) != System.Buffers.OperationStatus.Done) return -1;
        bytes = bytes[..length];
        int low = 0;
        int high = column.Length - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) / 2);
            int order = Utf8Order.Compare(column.Utf8At(middle), bytes);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }
}
