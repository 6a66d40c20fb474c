using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Arrow;

/// <summary>A schema with the ids of its dictionaries.</summary>
/// <param name="Columns">The fields and metadata.</param>
/// <param name="DictionaryIds">The dictionary of each field; null where the field has none.</param>
internal sealed record ArrowSchema(ColumnSchema Columns, IReadOnlyList<long?> DictionaryIds);

/// <summary>Reads the table <c>Schema</c>.</summary>
internal sealed class ArrowSchemaReader(ArrowFaults faults)
{
    private const string ExtensionKey = "ARROW:extension:name";

    /// <summary>The schema; refuses what this version does not read, naming the column.</summary>
    /// <exception cref="InputRefusedException">Not readable; every column that is not readable is named.</exception>
    public ArrowSchema Read(FlatTable schema, Wording where)
    {
        if (schema.Int16(0) != 0) throw faults.NotSupported(new("big-endian numbers", "大端字节序"));
        int count = schema.TableCount(1);
        List<ColumnField> fields = [];
        List<long?> ids = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        FindingList refused = new();
        for (int i = 0; i < count; i++)
        {
            try
            {
                (ColumnField field, long? id) = ReadField(schema.TableAt(1, i), where);
                if (!names.Add(field.Name)) throw TwoOfOneName(field.Name);
                fields.Add(field);
                ids.Add(id);
            }
            catch (InputRefusedException e) when (e.Findings[0].Code is FindingCode.NotSupported)
            {
                refused.AddRange(e.Findings);
            }
        }

        if (refused.HasErrors) throw new InputRefusedException(refused.ToImmutable());
        return new ArrowSchema(new ColumnSchema(fields, ReadMetadata(schema, 2, where)), ids);
    }

    /// <summary>The fields that this version reads, by name (of two with one name the first), and the metadata.</summary>
    public (IReadOnlyDictionary<string, ColumnField> Fields, ColumnMetadata Metadata) ReadWhatCanBe(FlatTable schema, Wording where)
    {
        Dictionary<string, ColumnField> fields = new(StringComparer.Ordinal);
        int count = schema.TableCount(1);
        for (int i = 0; i < count; i++)
        {
            try
            {
                ColumnField field = ReadField(schema.TableAt(1, i), where).Field;
                fields.TryAdd(field.Name, field);
            }
            catch (InputRefusedException e) when (e.Findings[0].Code is FindingCode.NotSupported)
            {
                // A field of another type has nothing to tell us.
                continue;
            }
        }

        return (fields, ReadMetadata(schema, 2, where));
    }

    private InputRefusedException TwoOfOneName(string name) => new(Diagnostic.Error(
        FindingCode.Duplicate,
        $"Two columns are named '{name}'.",
        $"有两列同名 '{name}'。") with
    {
        Where = faults.In(name),
        Next = new Wording("Rename one of them.", "请重命名其中一列。"),
    });

    private (ColumnField Field, long? DictionaryId) ReadField(FlatTable field, Wording where)
    {
        string name = field.String(0) ?? string.Empty;
        ColumnMetadata metadata = ReadMetadata(field, 6, where);
        if (metadata.Find(ExtensionKey) is { } extension)
            throw faults.NotSupported(name, new($"the extension type '{extension}'", $"扩展类型 '{extension}'"));
        if (field.TableCount(5) is > 0) throw faults.NotSupported(name, Type($"nested type {ArrowNumbers.NameOfType(field.Byte(2))}", $"嵌套类型 {ArrowNumbers.NameOfType(field.Byte(2))}"));
        ColumnType type = ReadType(name, field, where);
        bool isNullable = field.Boolean(1);
        if (field.Table(4) is not { } dictionary) return (new ColumnField(name, type, isNullable, metadata), null);

        if (type.Kind != ColumnKind.Utf8) throw faults.NotSupported(name, new($"a dictionary of {type}", $"{type} 字典"));
        if (dictionary.Int16(3) != 0) throw faults.NotSupported(name, new("a sparse dictionary", "稀疏字典"));
        if (dictionary.Table(1) is { } index)
        {
            int bits = index.Int32(0);
            bool isSigned = index.Boolean(1);
            if (bits != 32 || !isSigned)
                throw faults.NotSupported(name, new($"dictionary indices of type {(isSigned ? "int" : "uint")}{bits}", $"{(isSigned ? "int" : "uint")}{bits} 类型的字典索引"));
        }

        return (new ColumnField(name, ColumnType.Dictionary, isNullable, metadata), dictionary.Int64(0));
    }

    private ColumnType ReadType(string name, FlatTable field, Wording where)
    {
        byte kind = field.Byte(2);
        if (field.Table(3) is not { } type) throw faults.DamagedColumn(name, where, new("its type is not described.", "缺少其类型的描述。"));
        switch (kind)
        {
            case ArrowNumbers.TypeBool:
                return ColumnType.Of(ColumnKind.Boolean);
            case ArrowNumbers.TypeUtf8:
                return ColumnType.Utf8;
            case ArrowNumbers.TypeInt:
                return (type.Int32(0), type.Boolean(1)) switch
                {
                    (8, true) => ColumnType.Of(ColumnKind.Int8),
                    (16, true) => ColumnType.Of(ColumnKind.Int16),
                    (32, true) => ColumnType.Of(ColumnKind.Int32),
                    (64, true) => ColumnType.Of(ColumnKind.Int64),
                    (8, false) => ColumnType.Of(ColumnKind.UInt8),
                    (16, false) => ColumnType.Of(ColumnKind.UInt16),
                    (32, false) => ColumnType.Of(ColumnKind.UInt32),
                    (64, false) => ColumnType.Of(ColumnKind.UInt64),
                    (int bits, _) => throw faults.NotSupported(name, Type($"{bits}-bit integers", $"{bits} 位整数")),
                };
            case ArrowNumbers.TypeFloatingPoint:
                return type.Int16(0) switch
                {
                    1 => ColumnType.Of(ColumnKind.Float32),
                    2 => ColumnType.Of(ColumnKind.Float64),
                    0 => throw faults.NotSupported(name, Type("type float16", "float16 类型")),
                    short precision => throw faults.DamagedColumn(name, where, new($"it has floating point precision number {precision}.", $"其浮点精度编号为 {precision}。")),
                };
            case ArrowNumbers.TypeDate:
                return type.Int16(0, 1) == 0 ? ColumnType.Of(ColumnKind.Date) : throw faults.NotSupported(name, Type("type date64", "date64 类型"));
            case ArrowNumbers.TypeTimestamp:
                short unit = type.Int16(0);
                if (unit is < 0 or > (short)TimeUnit.Nanosecond) throw faults.DamagedColumn(name, where, new($"it has time unit number {unit}.", $"其时间单位编号为 {unit}。"));
                return ColumnType.Timestamp((TimeUnit)unit, type.String(1) is { Length: > 0 } zone ? zone : null);
            default:
                throw faults.NotSupported(name, Type($"type {ArrowNumbers.NameOfType(kind)}", $"{ArrowNumbers.NameOfType(kind)} 类型"));
        }
    }

    private ColumnMetadata ReadMetadata(FlatTable table, int field, Wording where)
    {
        int count = table.TableCount(field);
        if (count == 0) return ColumnMetadata.Empty;
        List<KeyValuePair<string, string>> entries = [];
        for (int i = 0; i < count; i++)
        {
            FlatTable entry = table.TableAt(field, i);
            if (entry.String(0) is not { } key) throw faults.Damaged(where, new("an entry of its metadata has no key.", "其元数据中有一项没有键。"));
            entries.Add(KeyValuePair.Create(key, entry.String(1) ?? string.Empty));
        }

        return new ColumnMetadata(entries);
    }

    private static Wording Type(string en, string zh) => new(en, zh);
}
