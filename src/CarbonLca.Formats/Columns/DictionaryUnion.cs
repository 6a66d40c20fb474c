using System.Runtime.InteropServices;
using System.Text;

namespace CarbonLca.Formats.Columns;

/// <summary>Gives columns with different dictionaries a common one.</summary>
internal static class DictionaryUnion
{
    /// <summary>Whether two dictionaries list the same texts in the same order.</summary>
    public static bool AreEqual(Column a, Column b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a.Length != b.Length) return false;
        for (int i = 0; i < a.Length; i++)
            if (!a.Utf8At(i).SequenceEqual(b.Utf8At(i))) return false;
        return true;
    }

    /// <summary>The columns over one dictionary: the first one's entries, then those of the next that are new, and so on.</summary>
    public static IReadOnlyList<Column> Unite(IReadOnlyList<Column> columns)
    {
        if (columns.Count == 0 || columns.All(c => AreEqual(columns[0].Dictionary!, c.Dictionary!))) return columns;
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        List<string?> entries = [];
        List<int[]> maps = [];
        foreach (Column column in columns)
        {
            Column dictionary = column.Dictionary!;
            int[] map = new int[dictionary.Length];
            for (int i = 0; i < map.Length; i++)
            {
                string text = Encoding.UTF8.GetString(dictionary.Utf8At(i));
                ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(known, text, out bool exists);
                if (!exists)
                {
                    index = entries.Count;
                    entries.Add(text);
                }

                map[i] = index;
            }

            maps.Add(map);
        }

        Column united = Column.OfText(columns[0].Name, entries);
        return [.. columns.Select((column, i) => Remap(column, maps[i], united))];
    }

    private static Column Remap(Column column, int[] map, Column united)
    {
        Memory<byte> buffer = AlignedBuffer.Allocate(column.Length * sizeof(int));
        Span<int> target = MemoryMarshal.Cast<byte, int>(buffer.Span);
        ReadOnlySpan<int> source = column.Values<int>();
        for (int i = 0; i < source.Length; i++) target[i] = column.IsNull(i) ? 0 : map[source[i]];
        return new Column(column.Field, column.Length, column.NullCount, column.ValidityMemory, column.BitOffset, buffer, default, united);
    }
}
