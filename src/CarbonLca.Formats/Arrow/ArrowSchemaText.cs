using System.Buffers.Binary;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Arrow;

/// <summary>An Arrow schema as base64 text: how Parquet files keep what Parquet's own schema cannot say.</summary>
internal static class ArrowSchemaText
{
    /// <summary>The schema message in base64.</summary>
    public static string Write(ColumnSchema schema)
    {
        FlatBufferBuilder builder = new();
        int header = ArrowSchemaWriter.Write(builder, schema);
        builder.StartTable(5);
        builder.Place(2, header);
        builder.Int16(0, ArrowNumbers.VersionV5);
        builder.Byte(1, ArrowNumbers.HeaderSchema);
        byte[] metadata = builder.Finish(builder.EndTable());
        byte[] message = new byte[ArrowNumbers.MessagePrefix + metadata.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, ArrowNumbers.Continuation);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(sizeof(int)), metadata.Length);
        metadata.CopyTo(message, ArrowNumbers.MessagePrefix);
        return Convert.ToBase64String(message);
    }

    /// <summary>The fields that such a text describes, as far as they are read here, and the metadata of the whole; none when it is damaged.</summary>
    /// <remarks>The Parquet schema says how values are stored. What stands here only adds to it, so nothing is lost where it cannot be read.</remarks>
    public static (IReadOnlyDictionary<string, ColumnField> Fields, ColumnMetadata Metadata) Read(string text)
    {
        (IReadOnlyDictionary<string, ColumnField>, ColumnMetadata) none = (new Dictionary<string, ColumnField>(StringComparer.Ordinal), ColumnMetadata.Empty);
        byte[] bytes = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(text, bytes, out int length) || length < ArrowNumbers.MessagePrefix) return none;
        ArrowFaults faults = new(nameof(ArrowSchemaText));
        try
        {
            ArrowMessage? message = ArrowMessage.Read(new ByteRegion(bytes.AsMemory(0, length)), faults, 0, length);
            return message is { Kind: ArrowNumbers.HeaderSchema } schema ? new ArrowSchemaReader(faults).ReadWhatCanBe(schema.Header, schema.Where) : none;
        }
        catch (RefusalException)
        {
            return none;
        }
    }
}
