using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using Array = System.Array;
using TheirTimeUnit = Apache.Arrow.Types.TimeUnit;
using TimeUnit = CarbonLca.Formats.Columns.TimeUnit;

namespace CarbonLca.Formats.Adapters;

/// <summary>Which type of the package <c>Apache.Arrow</c> is which of ours.</summary>
internal static class ApacheArrowTypes
{
    private static readonly (ColumnType Ours, IArrowType Theirs)[] Plain =
    [
        (ColumnType.Of(ColumnKind.Boolean), BooleanType.Default),
        (ColumnType.Of(ColumnKind.Int8), Int8Type.Default),
        (ColumnType.Of(ColumnKind.Int16), Int16Type.Default),
        (ColumnType.Of(ColumnKind.Int32), Int32Type.Default),
        (ColumnType.Of(ColumnKind.Int64), Int64Type.Default),
        (ColumnType.Of(ColumnKind.UInt8), UInt8Type.Default),
        (ColumnType.Of(ColumnKind.UInt16), UInt16Type.Default),
        (ColumnType.Of(ColumnKind.UInt32), UInt32Type.Default),
        (ColumnType.Of(ColumnKind.UInt64), UInt64Type.Default),
        (ColumnType.Of(ColumnKind.Float32), FloatType.Default),
        (ColumnType.Of(ColumnKind.Float64), DoubleType.Default),
        (ColumnType.Of(ColumnKind.Date), Date32Type.Default),
        (ColumnType.Utf8, StringType.Default),
        (ColumnType.Dictionary, new DictionaryType(Int32Type.Default, StringType.Default, ordered: false)),
    ];

    /// <summary>Their schema for ours.</summary>
    public static Schema SchemaOf(ColumnSchema schema) =>
        new(schema.Fields.Select(f => new Field(f.Name, TypeOf(f.Type), f.IsNullable, FirstOf(f.Metadata))), FirstOf(schema.Metadata));

    /// <summary>Our schema for theirs.</summary>
    /// <exception cref="InputRefusedException">A type is not read here, or two columns have one name; all of them are named.</exception>
    public static ColumnSchema SchemaOf(Schema schema, string name)
    {
        ArrowFaults faults = new(name);
        FindingList refused = new();
        List<ColumnField> fields = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Field field in schema.FieldsList)
        {
            if (TypeOf(field.DataType) is not { } type) refused.AddRange(faults.NotSupported(field.Name, new($"the type {field.DataType.Name}", $"类型 {field.DataType.Name}")).Findings);
            else if (!names.Add(field.Name)) refused.Add(Diagnostic.Error(FindingCode.Duplicate, $"Two columns are named '{field.Name}'.", $"有两列同名 '{field.Name}'。") with { Where = faults.In(field.Name) });
            else fields.Add(new ColumnField(field.Name, type, field.IsNullable, MetadataOf(field.Metadata)));
        }

        return refused.HasErrors ? throw new InputRefusedException(refused.ToImmutable()) : new ColumnSchema(fields, MetadataOf(schema.Metadata));
    }

    /// <summary>Their type for ours.</summary>
    public static IArrowType TypeOf(ColumnType type) => type.Kind == ColumnKind.Timestamp
        ? new TimestampType(UnitOf(type.Unit), type.TimeZone)
        : Array.Find(Plain, p => p.Ours == type).Theirs;

    /// <summary>Our type for theirs; null where there is none.</summary>
    public static ColumnType? TypeOf(IArrowType type) => type switch
    {
        TimestampType time => ColumnType.Timestamp(UnitOf(time.Unit), string.IsNullOrEmpty(time.Timezone) ? null : time.Timezone),
        DictionaryType { ValueType: StringType } => ColumnType.Dictionary,
        _ => Array.Find(Plain, p => p.Theirs.TypeId == type.TypeId && type is not DictionaryType) is { Theirs: not null } found ? found.Ours : null,
    };

    /// <summary>Bytes of a fixed-width value, an offset or an index; 0 for truth values.</summary>
    public static int WidthOf(IArrowType type) => type switch
    {
        BooleanType => 0,
        FixedWidthType wide => wide.BitWidth / 8,
        _ => sizeof(int),
    };

    /// <summary>Dictionary indices as 32-bit integers; copied only when they have another width.</summary>
    /// <exception cref="InputRefusedException">There are fewer than the column has values.</exception>
    public static ReadOnlyMemory<byte> IndicesOf(IArrowType type, ReadOnlyMemory<byte> indices, int length, string column, ArrowFaults faults)
    {
        IArrowType index = ((DictionaryType)type).IndexType;
        if (index is Int32Type) return indices;
        if (indices.Length < (long)length * WidthOf(index))
            throw faults.DamagedColumn(column, new("a batch", "一个批次"), new($"its {length} indices take more than {indices.Length} bytes.", $"其 {length} 个索引超过 {indices.Length} 字节。"));
        Memory<byte> buffer = AlignedBuffer.Allocate(checked(length * sizeof(int)));
        Span<int> target = MemoryMarshal.Cast<byte, int>(buffer.Span);
        for (int i = 0; i < target.Length; i++)
        {
            // An index that no int holds is beyond every dictionary: −1 is refused like any other one, and passes where the value is missing.
            target[i] = index switch
            {
                Int8Type => (sbyte)indices.Span[i],
                UInt8Type => indices.Span[i],
                Int16Type => MemoryMarshal.Cast<byte, short>(indices.Span)[i],
                UInt16Type => MemoryMarshal.Cast<byte, ushort>(indices.Span)[i],
                UInt32Type => MemoryMarshal.Cast<byte, uint>(indices.Span)[i] is <= int.MaxValue and uint value ? (int)value : -1,
                _ => MemoryMarshal.Cast<byte, long>(indices.Span)[i] is >= 0 and <= int.MaxValue and long value ? (int)value : -1,
            };
        }

        return buffer;
    }

    private static TheirTimeUnit UnitOf(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => TheirTimeUnit.Second,
        TimeUnit.Millisecond => TheirTimeUnit.Millisecond,
        TimeUnit.Microsecond => TheirTimeUnit.Microsecond,
        _ => TheirTimeUnit.Nanosecond,
    };

    private static TimeUnit UnitOf(TheirTimeUnit unit) => unit switch
    {
        TheirTimeUnit.Second => TimeUnit.Second,
        TheirTimeUnit.Millisecond => TimeUnit.Millisecond,
        TheirTimeUnit.Microsecond => TimeUnit.Microsecond,
        _ => TimeUnit.Nanosecond,
    };

    private static IEnumerable<KeyValuePair<string, string>> FirstOf(ColumnMetadata metadata) => metadata.DistinctBy(e => e.Key, StringComparer.Ordinal);

    private static ColumnMetadata MetadataOf(IReadOnlyDictionary<string, string>? metadata) => metadata is { Count: > 0 } ? new ColumnMetadata(metadata) : ColumnMetadata.Empty;
}
