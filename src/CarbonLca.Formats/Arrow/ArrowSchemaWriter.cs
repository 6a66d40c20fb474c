using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Arrow;

/// <summary>Writes the table <c>Schema</c>. The dictionary of column i has the id i.</summary>
internal static class ArrowSchemaWriter
{
    public static int Write(FlatBufferBuilder builder, ColumnSchema schema)
    {
        int[] fields = new int[schema.Fields.Count];
        for (int i = 0; i < fields.Length; i++) fields[i] = WriteField(builder, schema.Fields[i], i);
        int fieldVector = builder.Tables(fields);
        int metadata = WriteMetadata(builder, schema.Metadata);
        builder.StartTable(4);
        builder.Place(1, fieldVector);
        if (metadata != 0) builder.Place(2, metadata);
        builder.Int16(0, 0);
        return builder.EndTable();
    }

    private static int WriteField(FlatBufferBuilder builder, ColumnField field, long dictionaryId)
    {
        int name = builder.String(field.Name);
        int metadata = WriteMetadata(builder, field.Metadata);
        int children = builder.Tables([]);
        (byte kind, int type) = WriteType(builder, field.Type);
        int dictionary = 0;
        if (field.Type.Kind == ColumnKind.Dictionary)
        {
            int index = WriteInt(builder, 32, isSigned: true);
            builder.StartTable(4);
            builder.Int64(0, dictionaryId);
            builder.Place(1, index);
            dictionary = builder.EndTable();
        }

        builder.StartTable(7);
        builder.Place(0, name);
        builder.Place(3, type);
        if (dictionary != 0) builder.Place(4, dictionary);
        builder.Place(5, children);
        if (metadata != 0) builder.Place(6, metadata);
        builder.Byte(1, field.IsNullable ? (byte)1 : (byte)0);
        builder.Byte(2, kind);
        return builder.EndTable();
    }

    private static (byte Kind, int Type) WriteType(FlatBufferBuilder builder, ColumnType type)
    {
        switch (type.Kind)
        {
            case ColumnKind.Boolean:
                builder.StartTable(0);
                return (ArrowNumbers.TypeBool, builder.EndTable());
            case ColumnKind.Utf8 or ColumnKind.Dictionary:
                builder.StartTable(0);
                return (ArrowNumbers.TypeUtf8, builder.EndTable());
            case ColumnKind.Float32 or ColumnKind.Float64:
                builder.StartTable(1);
                builder.Int16(0, (short)(type.Kind == ColumnKind.Float32 ? 1 : 2));
                return (ArrowNumbers.TypeFloatingPoint, builder.EndTable());
            case ColumnKind.Date:
                builder.StartTable(1);
                builder.Int16(0, 0);
                return (ArrowNumbers.TypeDate, builder.EndTable());
            case ColumnKind.Timestamp:
                int zone = type.TimeZone is null ? 0 : builder.String(type.TimeZone);
                builder.StartTable(2);
                if (zone != 0) builder.Place(1, zone);
                builder.Int16(0, (short)type.Unit);
                return (ArrowNumbers.TypeTimestamp, builder.EndTable());
            default:
                bool isSigned = type.Kind is ColumnKind.Int8 or ColumnKind.Int16 or ColumnKind.Int32 or ColumnKind.Int64;
                return (ArrowNumbers.TypeInt, WriteInt(builder, type.ByteWidth * 8, isSigned));
        }
    }

    private static int WriteInt(FlatBufferBuilder builder, int bits, bool isSigned)
    {
        builder.StartTable(2);
        builder.Int32(0, bits);
        builder.Byte(1, isSigned ? (byte)1 : (byte)0);
        return builder.EndTable();
    }

    private static int WriteMetadata(FlatBufferBuilder builder, ColumnMetadata metadata)
    {
        if (metadata.Count == 0) return 0;
        int[] entries = new int[metadata.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            int key = builder.String(metadata[i].Key);
            int value = builder.String(metadata[i].Value);
            builder.StartTable(2);
            builder.Place(0, key);
            builder.Place(1, value);
            entries[i] = builder.EndTable();
        }

        return builder.Tables(entries);
    }
}
