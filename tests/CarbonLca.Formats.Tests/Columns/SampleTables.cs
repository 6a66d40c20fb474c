using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Tests.Columns;

/// <summary>Tables that hold what goes wrong in practice.</summary>
internal static class SampleTables
{
    private static readonly string[] Words = ["电力，低压", "market for steel", "", "钢", "a", "二氧化碳当量", "naïve 𝟙", "x"];

    /// <summary>Every type, every extreme, values missing in every nullable column.</summary>
    public static ColumnTable Everything()
    {
        const int Rows = 11;
        bool[] isThere = [.. Enumerable.Range(0, Rows).Select(i => i % 4 != 2)];
        T?[] Some<T>(params T[] values)
            where T : struct => [.. Enumerable.Range(0, Rows).Select(i => isThere[i] ? values[i % values.Length] : (T?)null)];
        string?[] texts = [.. Enumerable.Range(0, Rows).Select(i => isThere[i] ? Words[i % Words.Length] : null)];
        return new ColumnTable(
            [
                Column.OfBooleans("bool", Some(true, false, true)),
                Column.OfOptional("int8", Some(sbyte.MinValue, (sbyte)-1, sbyte.MaxValue)),
                Column.OfOptional("int16", Some(short.MinValue, (short)7, short.MaxValue)),
                Column.OfOptional("int32", Some(int.MinValue, 0, int.MaxValue)),
                Column.OfOptional("int64", Some(long.MinValue, -1, long.MaxValue, 1L << 53)),
                Column.OfOptional("uint8", Some((byte)0, byte.MaxValue)),
                Column.OfOptional("uint16", Some((ushort)0, ushort.MaxValue)),
                Column.OfOptional("uint32", Some(0u, uint.MaxValue)),
                Column.OfOptional("uint64", Some(0ul, ulong.MaxValue, 1ul << 63)),
                Column.OfOptional("float32", Some(float.NaN, -0f, float.PositiveInfinity, float.Epsilon, 1.5f)),
                Column.OfOptional("float64", Some(double.NaN, -0.0, double.NegativeInfinity, double.MaxValue, double.Epsilon, 0.1)),
                Column.Of<double>("required", [1, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, 1e300, 5, 6, 7, 8]),
                Column.OfOptional(new ColumnField("date", ColumnType.Of(ColumnKind.Date)), Some(-719162, 0, 20000)),
                Column.OfOptional(new ColumnField("seconds", ColumnType.Timestamp(TimeUnit.Second)), Some(-62135596800L, 0, 253402300799)),
                Column.OfOptional(new ColumnField("millis", ColumnType.Timestamp(TimeUnit.Millisecond, "UTC")), Some(-1L, 0, 1700000000123)),
                Column.OfOptional(new ColumnField("micros", ColumnType.Timestamp(TimeUnit.Microsecond, "Asia/Shanghai")), Some(-1L, 1700000000123456)),
                Column.OfOptional(new ColumnField("nanos", ColumnType.Timestamp(TimeUnit.Nanosecond)), Some(long.MinValue + 1, 1700000000123456789)),
                Column.OfText(new ColumnField("utf8", ColumnType.Utf8, true, ColumnMetadata.Of(("unit", "kg"), ("意义", "流的名称"))), texts),
                Column.OfDictionary("dictionary", texts),
                Column.OfText(new ColumnField("列名", ColumnType.Utf8, isNullable: false), [.. Enumerable.Range(0, Rows).Select(i => Words[(i * 3) % Words.Length])]),
                Column.OfOptional("all missing", new double?[Rows]),
                Column.OfText("no text", new string?[Rows]),
            ],
            ColumnMetadata.Of(("carbonlca.schema", "1"), ("说明", "每种类型")));
    }

    /// <summary>Many rows with skewed texts and some missing values.</summary>
    public static ColumnTable Large(int rows)
    {
        Random random = new(17);
        long[] ids = new long[rows];
        double?[] amounts = new double?[rows];
        string?[] names = new string?[rows];
        string?[] notes = new string?[rows];
        int[] steps = new int[rows];
        bool?[] flags = new bool?[rows];
        for (int i = 0; i < rows; i++)
        {
            ids[i] = (i * 7919L) - 5;
            amounts[i] = random.Next(20) == 0 ? null : Math.Exp(random.NextDouble() * 40 - 20);
            names[i] = random.Next(50) == 0 ? null : Words[random.Next(Words.Length)] + random.Next(200);
            notes[i] = random.Next(3) == 0 ? null : $"备注 {i}";
            steps[i] = i / 1000;
            flags[i] = random.Next(10) == 0 ? null : random.Next(2) == 0;
        }

        return new ColumnTable(
        [
            Column.Of<long>("id", ids),
            Column.OfOptional("amount", amounts),
            Column.OfDictionary("name", names),
            Column.OfText("note", notes),
            Column.Of<int>("step", steps),
            Column.OfBooleans("flag", flags),
        ]);
    }

    /// <summary>Tables by name, each with the batches it is written in.</summary>
    public static IEnumerable<(string Name, ColumnBatches Content)> All()
    {
        ColumnTable everything = Everything();
        yield return ("everything", Batches(everything));
        yield return ("slices", Batches(everything.Slice(3, 5), everything.Slice(0, 0), everything.Slice(1, 9), everything.Slice(10, 1)));
        yield return ("no rows", Batches(everything.Slice(0, 0)));
        yield return ("no batches", new ColumnBatches(everything.Schema, []));
        yield return ("no columns", Batches(new ColumnTable([], ColumnMetadata.Of(("a", "b")))));
        ColumnTable one = new([Column.OfDictionary("d", ["甲", "乙", null, "甲"]), Column.OfText("t", ["", null, "乙", "丙"])]);
        ColumnTable two = new([Column.OfDictionary("d", ["丙", "甲", "丁", null]), Column.OfText("t", [null, null, null, null])]);
        yield return ("dictionaries that differ", Batches(one, two, one.Slice(1, 2)));
        yield return ("no missing value", Batches(new ColumnTable([Column.OfText("t", ["a", "b"]), Column.OfOptional<int>("i", [1, 2]), Column.OfBooleans("b", [true, false])])));
    }

    public static ColumnBatches Batches(params ColumnTable[] batches) => new(batches[0].Schema, batches);
}
