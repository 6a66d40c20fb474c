using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Parquet;

/// <summary>A flat column of a file: its physical type and the type it is read as.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ordinal">Its place in the row groups.</param>
/// <param name="Physical">How values are stored.</param>
/// <param name="Type">What they mean; texts are <see cref="ColumnKind.Utf8"/> here, whether or not by dictionary.</param>
/// <param name="IsNullable">Whether definition levels are stored.</param>
internal sealed record ParquetColumn(string Name, int Ordinal, ParquetPhysical Physical, ColumnType Type, bool IsNullable)
{
    /// <summary>Bytes of a value as it is decoded; booleans take one, texts none.</summary>
    public int PhysicalWidth => Physical switch
    {
        ParquetPhysical.Boolean => 1,
        ParquetPhysical.Int32 or ParquetPhysical.Float => 4,
        ParquetPhysical.Int64 or ParquetPhysical.Double => 8,
        _ => 0,
    };

    /// <summary>The column of a schema element, or what is not read about it.</summary>
    public static Wording? TryMake(SchemaElement element, int ordinal, out ParquetColumn? column)
    {
        column = null;
        if (element.Repetition == 2) return new("repeated values", "重复值（REPEATED）");
        if (element.Type is not { } physical) return new("a group without children", "没有子列的组");
        if (TypeOf(element, physical, out ColumnType type) is { } fault) return fault;
        column = new ParquetColumn(element.Name, ordinal, physical, type, element.Repetition == 1);
        return null;
    }

    private static Wording? TypeOf(SchemaElement element, ParquetPhysical physical, out ColumnType type)
    {
        type = default;
        string logical = LogicalName(element);
        (Wording? fault, type) = (physical, logical) switch
        {
            (ParquetPhysical.Boolean, "") => Is(ColumnKind.Boolean),
            (ParquetPhysical.Float, "") => Is(ColumnKind.Float32),
            (ParquetPhysical.Double, "") => Is(ColumnKind.Float64),
            (ParquetPhysical.Int32, "" or "INT(32)") => Is(ColumnKind.Int32),
            (ParquetPhysical.Int32, "INT(8)") => Is(ColumnKind.Int8),
            (ParquetPhysical.Int32, "INT(16)") => Is(ColumnKind.Int16),
            (ParquetPhysical.Int32, "UINT(8)") => Is(ColumnKind.UInt8),
            (ParquetPhysical.Int32, "UINT(16)") => Is(ColumnKind.UInt16),
            (ParquetPhysical.Int32, "UINT(32)") => Is(ColumnKind.UInt32),
            (ParquetPhysical.Int32, "DATE") => Is(ColumnKind.Date),
            (ParquetPhysical.Int64, "" or "INT(64)") => Is(ColumnKind.Int64),
            (ParquetPhysical.Int64, "UINT(64)") => Is(ColumnKind.UInt64),
            (ParquetPhysical.Int64, "TIMESTAMP(MILLIS)") => (null, ColumnType.Timestamp(TimeUnit.Millisecond, ZoneOf(element))),
            (ParquetPhysical.Int64, "TIMESTAMP(MICROS)") => (null, ColumnType.Timestamp(TimeUnit.Microsecond, ZoneOf(element))),
            (ParquetPhysical.Int64, "TIMESTAMP(NANOS)") => (null, ColumnType.Timestamp(TimeUnit.Nanosecond, ZoneOf(element))),
            (ParquetPhysical.ByteArray, "STRING" or "ENUM" or "JSON") => Is(ColumnKind.Utf8),
            (_, "") => (new($"type {ParquetNumbers.NameOf(physical)} without a logical type", $"没有逻辑类型的 {ParquetNumbers.NameOf(physical)} 类型"), default),
            _ => (new Wording($"logical type {logical} on {ParquetNumbers.NameOf(physical)}", $"{ParquetNumbers.NameOf(physical)} 上的逻辑类型 {logical}"), default(ColumnType)),
        };
        return fault;
    }

    private static (Wording? Fault, ColumnType Type) Is(ColumnKind kind) => (null, ColumnType.Of(kind));

    // The older converted types say of timestamps that they are in UTC.
    private static string? ZoneOf(SchemaElement element) => element.LogicalType is null || element.IsAdjustedToUtc ? "UTC" : null;

    private static string LogicalName(SchemaElement element)
    {
        if (element.LogicalType is { } logical)
        {
            return logical switch
            {
                1 => "STRING",
                2 => "MAP",
                3 => "LIST",
                4 => "ENUM",
                5 => "DECIMAL",
                6 => "DATE",
                7 => "TIME",
                8 => element.TimeUnit switch
                {
                    1 => "TIMESTAMP(MILLIS)",
                    2 => "TIMESTAMP(MICROS)",
                    3 => "TIMESTAMP(NANOS)",
                    short unit => $"TIMESTAMP(unit {unit})",
                },
                10 => $"{(element.IsSigned ? "INT" : "UINT")}({element.IntegerBits})",
                11 => "UNKNOWN",
                12 => "JSON",
                13 => "BSON",
                14 => "UUID",
                15 => "FLOAT16",
                16 => "VARIANT",
                17 => "GEOMETRY",
                18 => "GEOGRAPHY",
                _ => $"number {logical}",
            };
        }

        return element.ConvertedType switch
        {
            null => string.Empty,
            0 => "STRING",
            1 => "MAP",
            2 => "MAP_KEY_VALUE",
            3 => "LIST",
            4 => "ENUM",
            5 => "DECIMAL",
            6 => "DATE",
            7 => "TIME_MILLIS",
            8 => "TIME_MICROS",
            9 => "TIMESTAMP(MILLIS)",
            10 => "TIMESTAMP(MICROS)",
            11 => "UINT(8)",
            12 => "UINT(16)",
            13 => "UINT(32)",
            14 => "UINT(64)",
            15 => "INT(8)",
            16 => "INT(16)",
            17 => "INT(32)",
            18 => "INT(64)",
            19 => "JSON",
            20 => "BSON",
            21 => "INTERVAL",
            int number => $"number {number}",
        };
    }
}
