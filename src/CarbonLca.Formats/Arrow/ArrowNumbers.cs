using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Arrow;

/// <summary>The constants of the Arrow IPC format, version 1.5: <c>format/{Schema,Message,File}.fbs</c> of the Arrow columnar specification.</summary>
internal static class ArrowNumbers
{
    public const int Continuation = -1;
    public const int MessagePrefix = 2 * sizeof(int);
    public const int MagicLength = 6;
    public const int BlockBytes = 24;
    public const int NodeBytes = 16;
    public const int BufferBytes = 16;
    public const short VersionV4 = 3;
    public const short VersionV5 = 4;

    public const byte HeaderSchema = 1;
    public const byte HeaderDictionaryBatch = 2;
    public const byte HeaderRecordBatch = 3;

    public const byte TypeInt = 2;
    public const byte TypeFloatingPoint = 3;
    public const byte TypeUtf8 = 5;
    public const byte TypeBool = 6;
    public const byte TypeDate = 8;
    public const byte TypeTimestamp = 10;

    public static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    private static readonly string[] TypeNames =
    [
        "no type", "null", "int", "floating point", "binary", "utf8", "bool", "decimal", "date", "time", "timestamp", "interval",
        "list", "struct", "union", "fixed_size_binary", "fixed_size_list", "map", "duration", "large_binary", "large_utf8",
        "large_list", "run_end_encoded", "binary_view", "utf8_view", "list_view", "large_list_view",
    ];

    /// <summary>What the specification calls a type of the union <c>Type</c>.</summary>
    public static string NameOfType(byte type) => type < TypeNames.Length ? TypeNames[type] : $"number {type}";

    /// <summary>Buffers a column of a kind has in a record batch.</summary>
    public static int BuffersOf(ColumnKind kind) => kind == ColumnKind.Utf8 ? 3 : 2;
}
