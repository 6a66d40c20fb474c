using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Store;

/// <summary>One table of a stored database. Its columns are views of the mapped file; what they hold is checked as they are taken.</summary>
/// <param name="name">The table.</param>
/// <param name="columns">Its columns.</param>
/// <param name="file">The file it comes from, for messages; that of a stored database unless given.</param>
internal sealed class StoreTable(string name, ColumnTable columns, string? file = null)
{
    /// <summary>How many rows every column has.</summary>
    public int Rows => columns.RowCount;

    /// <summary>The file, for messages.</summary>
    public string File { get; } = file ?? StoreLayout.FileOf(name);

    /// <summary>Numbers as they lie in the file.</summary>
    public ReadOnlyMemory<T> View<T>(string column)
        where T : unmanaged => AlignedBuffer.ViewAs<T>(Find(column, ColumnType.For<T>(), isNullable: false).ValueMemory);

    /// <summary>Whole numbers as they lie in the file.</summary>
    public ReadOnlyMemory<int> Int32(string column) => View<int>(column);

    /// <summary>Numbers as they lie in the file.</summary>
    public ReadOnlyMemory<double> Float64(string column) => View<double>(column);

    /// <summary>Whole numbers that may be missing.</summary>
    public int?[] OptionalInt32(string column)
    {
        Column found = OptionalNumbers(column);
        ReadOnlySpan<int> values = found.Values<int>();
        int?[] result = new int?[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = found.IsNull(i) ? null : values[i];
        return result;
    }

    /// <summary>A column of whole numbers that may be missing.</summary>
    public Column OptionalNumbers(string column) => Find(column, ColumnType.For<int>(), isNullable: true);

    /// <summary>A column of whole numbers that may be missing, from 0 to below a limit where they are there.</summary>
    public Column OptionalWords(string column, int end)
    {
        Column found = OptionalNumbers(column);
        ReadOnlySpan<int> values = found.Values<int>();
        for (int i = 0; i < values.Length; i++)
            if ((uint)values[i] >= (uint)end && !found.IsNull(i)) throw Unknown(column, i, values[i], end);
        return found;
    }

    /// <summary>Indices into another table, all of them in range.</summary>
    public ReadOnlyMemory<int> Indices(string column, int end, string into)
    {
        ReadOnlyMemory<int> view = Int32(column);
        ReadOnlySpan<int> indices = view.Span;
        if (indices.IsEmpty || !indices.ContainsAnyExceptInRange(0, end - 1)) return view;
        for (int i = 0; i < indices.Length; i++)
            if ((uint)indices[i] >= (uint)end) throw Fault(column, $"row {i} points to {into} {indices[i]}, and there are {end}", $"第 {i} 行指向 {into} {indices[i]}，而总数为 {end}");
        return view;
    }

    /// <summary>Indices into another table that do not fall, so that the rows of one index lie together.</summary>
    public ReadOnlyMemory<int> AscendingIndices(string column, int end, string into)
    {
        ReadOnlyMemory<int> view = Indices(column, end, into);
        ReadOnlySpan<int> indices = view.Span;
        for (int i = 1; i < indices.Length; i++)
            if (indices[i] < indices[i - 1]) throw Fault(column, $"row {i} points to {into} {indices[i]}, behind {indices[i - 1]}", $"第 {i} 行指向 {into} {indices[i]}，位于 {indices[i - 1]} 之后");
        return view;
    }

    /// <summary>Small numbers that stand for the values of an enumeration, all of them known.</summary>
    public ReadOnlyMemory<byte> Words(string column, int end)
    {
        ReadOnlyMemory<byte> view = View<byte>(column);
        int unknown = view.Span.IndexOfAnyExceptInRange((byte)0, (byte)(end - 1));
        return unknown < 0 ? view : throw Unknown(column, unknown, view.Span[unknown], end);
    }

    /// <summary>Texts none of which is missing, decoded when they are asked for.</summary>
    public StoredTexts LazyText(string column) => new(Find(column, ColumnType.Utf8, isNullable: false));

    /// <summary>Texts that may be missing, decoded when they are asked for.</summary>
    public StoredTexts LazyOptionalText(string column) => new(Find(column, ColumnType.Utf8, isNullable: true));

    /// <summary>Texts that may be missing and repeat themselves, decoded when they are asked for.</summary>
    public StoredTexts LazyWord(string column) => new(Find(column, ColumnType.Dictionary, isNullable: true));

    /// <summary>Identities: ascending, none blank; decoded when they are asked for.</summary>
    public StoredTexts Ids(string column)
    {
        StoredTexts texts = LazyText(column);
        for (int i = 0; i < texts.Length; i++)
        {
            ReadOnlySpan<byte> text = texts.Utf8(i);
            if ((text.IsEmpty || text[0] <= ' ' || text[0] >= 0x80) && string.IsNullOrWhiteSpace(texts[i])) throw Fault(column, $"the identity in row {i} is blank", $"第 {i} 行的标识为空白");
            if (i > 0 && Utf8Order.Compare(texts.Utf8(i - 1), text) >= 0) throw Fault(column, $"the identities do not ascend: '{texts[i]}' follows '{texts[i - 1]}'", $"标识未按升序排列：'{texts[i]}' 位于 '{texts[i - 1]}' 之后");
        }

        return texts;
    }

    /// <summary>All texts of a column, decoded.</summary>
    public string[] Text(string column)
    {
        StoredTexts texts = LazyText(column);
        string[] all = new string[texts.Length];
        for (int i = 0; i < all.Length; i++) all[i] = texts[i]!;
        return all;
    }

    /// <summary>All texts of a column, decoded, equal ones once; null where one is missing.</summary>
    public string?[] OptionalText(string column)
    {
        StoredTexts texts = LazyWord(column);
        string?[] all = new string?[texts.Length];
        for (int i = 0; i < all.Length; i++) all[i] = texts[i];
        return all;
    }

    /// <summary>All texts of a column, decoded, equal ones once; none may be missing.</summary>
    public string[] RequiredWords(string column) =>
        Array.ConvertAll(OptionalText(column), t => t ?? throw Fault(column, "a text is missing", "缺少文本"));

    /// <summary>A refusal that names the file and the column.</summary>
    public InputRefusedException Fault(string? column, string en, string zh) => new(Diagnostic.Error(
        FindingCode.SchemaInvalid,
        $"The stored database is damaged: {en}.",
        $"存储的数据库已损坏：{zh}。") with
    {
        Where = new SourcePosition(File, Path: column is null ? name : $"{name}.{column}"),
        Next = StoreFaults.ImportAgain,
    });

    private InputRefusedException Unknown(string column, int row, int value, int end) =>
        Fault(column, $"row {row} holds the value {value}; this version knows 0 to {end - 1}", $"第 {row} 行的值为 {value}，本版本只认识 0 至 {end - 1}");

    private Column Find(string column, ColumnType type, bool isNullable)
    {
        if (columns.Find(column) is not { } found) throw Fault(column, $"the column '{column}' is missing", $"缺少列 '{column}'");
        if (found.Type != type) throw Fault(column, $"the column '{column}' has the type '{found.Type}'; expected '{type}'", $"列 '{column}' 的类型为 '{found.Type}'，应为 '{type}'");
        if (found.Field.IsNullable != isNullable) throw Fault(column, $"the column '{column}' {(isNullable ? "must" : "must not")} allow missing values", $"列 '{column}' {(isNullable ? "必须" : "不得")}允许缺失值");
        return found;
    }
}
