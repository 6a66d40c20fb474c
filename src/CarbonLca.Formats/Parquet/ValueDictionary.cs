using System.Numerics;
using System.Runtime.InteropServices;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Parquet;

/// <summary>Numbers the distinct values of a column in the order of their first appearance, as long as a dictionary pays.</summary>
/// <remarks>Open addressing: a slot holds a number plus one, 0 when it is free. The numbers do not depend on the hash.</remarks>
internal sealed class ValueDictionary
{
    private const int MostEntries = 1 << 16;
    private const int SampleRows = 4096;
    private const int FirstCapacity = 1024;

    private readonly List<int> _hashes = [];
    private int[] _slots = new int[FirstCapacity];

    /// <summary>The distinct bit patterns and the number of each row; null when they would not be shorter than the values themselves.</summary>
    /// <remarks>By bits, so a dictionary keeps −0 apart from 0, and every NaN.</remarks>
    public static (List<T> Distinct, int[] Indices)? TryNumber<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        ValueDictionary dictionary = new();
        List<T> distinct = [];
        int[] indices = new int[values.Length];
        int most = Math.Min(MostEntries, values.Length / 2);
        for (int i = 0; i < values.Length; i++)
        {
            T value = values[i];
            int hash = value.GetHashCode() * unchecked((int)0x9E3779B1u);
            int slot = dictionary.First(hash);
            while (dictionary._slots[slot] is not 0 and int number && distinct[number - 1] != value) slot = dictionary.After(slot);
            if (dictionary._slots[slot] == 0)
            {
                if (!Pays(distinct.Count, i, most)) return null;
                distinct.Add(value);
                indices[i] = dictionary.Add(slot, hash);
            }
            else
            {
                indices[i] = dictionary._slots[slot] - 1;
            }
        }

        return (distinct, indices);
    }

    /// <summary>The rows where each distinct text stands first, and the number of each row that has a text; null when it would not pay.</summary>
    public static (List<int> FirstRows, int[] Indices)? TryNumberTexts(Column texts)
    {
        ValueDictionary dictionary = new();
        List<int> first = [];
        int[] indices = new int[texts.Length - texts.NullCount];
        int most = Math.Min(MostEntries, indices.Length / 2);
        int next = 0;
        for (int row = 0; row < texts.Length; row++)
        {
            if (texts.IsNull(row)) continue;
            ReadOnlySpan<byte> text = texts.Utf8At(row);
            HashCode code = default;
            code.AddBytes(text);
            int hash = code.ToHashCode();
            int slot = dictionary.First(hash);
            while (dictionary._slots[slot] is not 0 and int number && (dictionary._hashes[number - 1] != hash || !texts.Utf8At(first[number - 1]).SequenceEqual(text)))
                slot = dictionary.After(slot);
            if (dictionary._slots[slot] == 0)
            {
                if (!Pays(first.Count, next, most)) return null;
                first.Add(row);
                indices[next++] = dictionary.Add(slot, hash);
            }
            else
            {
                indices[next++] = dictionary._slots[slot] - 1;
            }
        }

        return (first, indices);
    }

    /// <summary>The entries of a column's dictionary that occur, in the order of their first appearance, and the number of each row that has a text.</summary>
    public static (List<int> Entries, int[] Indices) NumberEntries(Column column)
    {
        int[] numbers = new int[column.Dictionary!.Length];
        List<int> entries = [];
        int[] indices = new int[column.Length - column.NullCount];
        ReadOnlySpan<int> old = column.Values<int>();
        int next = 0;
        for (int row = 0; row < old.Length; row++)
        {
            if (column.IsNull(row)) continue;
            ref int number = ref numbers[old[row]];
            if (number == 0)
            {
                entries.Add(old[row]);
                number = entries.Count;
            }

            indices[next++] = number - 1;
        }

        return (entries, indices);
    }

    // Whether one more entry is worth it: not in a column that is half distinct, nor when the first rows look like one.
    private static bool Pays(int entries, int row, int most) => entries < most && (row < SampleRows || entries * 2L <= row);

    private int First(int hash) => (hash >>> 8) & (_slots.Length - 1);

    private int After(int slot) => (slot + 1) & (_slots.Length - 1);

    private int Add(int slot, int hash)
    {
        _hashes.Add(hash);
        _slots[slot] = _hashes.Count;
        if (_hashes.Count * 2 > _slots.Length) Grow();
        return _hashes.Count - 1;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        ReadOnlySpan<int> hashes = CollectionsMarshal.AsSpan(_hashes);
        for (int i = 0; i < hashes.Length; i++)
        {
            int slot = First(hashes[i]);
            while (_slots[slot] != 0) slot = After(slot);
            _slots[slot] = i + 1;
        }
    }
}
