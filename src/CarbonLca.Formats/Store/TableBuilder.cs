using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Store;

/// <summary>Puts the columns of one table together, each with its meaning.</summary>
internal sealed class TableBuilder(string table, int rows)
{
    private readonly List<Column> _columns = [];

    public TableBuilder Add<T>(string name, string meaning, ReadOnlyMemory<T> values)
        where T : unmanaged => Keep(Column.Over(Field(name, ColumnType.For<T>(), isNullable: false, meaning), values));

    public TableBuilder Add<T>(string name, string meaning, ReadOnlySpan<T> values)
        where T : unmanaged => Add<T>(name, meaning, values.ToArray().AsMemory());

    public TableBuilder Add<T>(string name, string meaning, T[] values)
        where T : unmanaged => Add<T>(name, meaning, values.AsMemory());

    /// <summary>Whole numbers that may be missing.</summary>
    public TableBuilder Optional(string name, string meaning, IReadOnlyList<int?> values) =>
        Keep(Column.OfOptional(Field(name, ColumnType.For<int>(), isNullable: true, meaning), values));

    /// <summary>Texts none of which is missing.</summary>
    public TableBuilder Text(string name, string meaning, IReadOnlyList<string> values) =>
        Keep(Texts(Field(name, ColumnType.Utf8, isNullable: false, meaning), values));

    /// <summary>Texts that may be missing.</summary>
    public TableBuilder OptionalText(string name, string meaning, IReadOnlyList<string?> values) =>
        Keep(Texts(Field(name, ColumnType.Utf8, isNullable: true, meaning), values));

    /// <summary>Texts that may be missing and repeat themselves; each is kept once.</summary>
    public TableBuilder Word(string name, string meaning, IReadOnlyList<string?> values) =>
        Keep(Texts(Field(name, ColumnType.Dictionary, isNullable: true, meaning), values));

    /// <summary>The table, its schema named and versioned.</summary>
    public ColumnTable ToTable() => new(_columns, ColumnMetadata.Of((StoreLayout.SchemaKey, StoreLayout.SchemaOf(table))));

    private static ColumnField Field(string name, ColumnType type, bool isNullable, string meaning) => new(name, type, isNullable, ColumnMetadata.Of((StoreLayout.MeaningKey, meaning)));

    private Column Texts(ColumnField field, IReadOnlyList<string?> values)
    {
        try
        {
            return field.Type.Kind == ColumnKind.Dictionary ? Column.OfDictionary(field, values) : Column.OfText(field, values);
        }
        catch (EncoderFallbackException fault)
        {
            throw new InputRefusedException(Diagnostic.Error(
                FindingCode.EncodingInvalid,
                $"A text holds half of a character, which cannot be stored: {fault.Message}",
                "文本含有不完整的字符，无法存储。") with
            {
                Where = new SourcePosition(StoreLayout.FileOf(table), Path: $"{table}.{field.Name}"),
                Found = values.FirstOrDefault(v => v is not null && !IsWhole(v)),
                Next = new Wording("Correct the text in the source.", "请在来源数据中更正该文本。"),
            });
        }
    }

    private static bool IsWhole(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }

    private TableBuilder Keep(Column column)
    {
        if (column.Length != rows) throw new ArgumentException($"The column '{column.Name}' of '{table}' has {column.Length} rows; expected {rows}.");
        _columns.Add(column);
        return this;
    }
}
