using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Tables;

/// <summary>What the cells of a column hold.</summary>
internal enum CellKind
{
    /// <summary>Texts, mostly different from each other.</summary>
    Text = 0,

    /// <summary>Texts that repeat themselves; kept by dictionary.</summary>
    Word,

    /// <summary>Finite numbers.</summary>
    Number,

    /// <summary>Whole numbers.</summary>
    Whole,

    /// <summary>Decimal numbers with all their digits, kept as text.</summary>
    Decimal,

    /// <summary>True or false.</summary>
    Flag,
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsMandatory">Whether the table is unusable without it.</param>
/// <param name="Kind">What its cells hold.</param>
/// <param name="Meaning">What they mean, with the unit.</param>
internal sealed record TableColumn(string Name, bool IsMandatory = false, CellKind Kind = CellKind.Text, string Meaning = "")
{
    /// <summary>The type in which columnar files are written.</summary>
    public ColumnType Type => Kind switch
    {
        CellKind.Word => ColumnType.Dictionary,
        CellKind.Number => ColumnType.Of(ColumnKind.Float64),
        CellKind.Whole => ColumnType.Of(ColumnKind.Int32),
        CellKind.Flag => ColumnType.Of(ColumnKind.Boolean),
        _ => ColumnType.Utf8,
    };

    /// <summary>Whether a columnar file may keep the cells in a type: any integers and floats for numbers, integers also for identities.</summary>
    public bool Accepts(ColumnType type)
    {
        bool isInteger = type.Kind is ColumnKind.Int8 or ColumnKind.Int16 or ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.UInt8 or ColumnKind.UInt16 or ColumnKind.UInt32 or ColumnKind.UInt64;
        bool isFloat = type.Kind is ColumnKind.Float32 or ColumnKind.Float64;
        return Kind switch
        {
            CellKind.Number or CellKind.Whole => isInteger || isFloat,
            CellKind.Decimal => type.IsText || isInteger || isFloat,
            CellKind.Flag => type.IsText || type.Kind == ColumnKind.Boolean,
            _ => type.IsText || isInteger,
        };
    }
}

/// <summary>A table of the tables format: its name and its columns.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Columns">The columns in the order they are written.</param>
internal sealed record TableSchema(string Name, IReadOnlyList<TableColumn> Columns)
{
    /// <summary>The key of the metadata of a columnar file that names the table and the version of its schema.</summary>
    public const string Key = "carbonlca.schema";

    /// <summary>The key of the metadata of a column that says what it holds.</summary>
    public const string MeaningKey = "meaning";

    /// <summary>The format and its version.</summary>
    public string Format { get; init; } = "carbonlca-tables/1";

    /// <summary>What columnar files say under <see cref="Key"/>.</summary>
    public string Identity => $"{Format} {Name}";
}
