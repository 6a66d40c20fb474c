using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Arrow;

/// <summary>Reads the IPC stream format: a schema, dictionaries and batches in any order that defines before use, the mark of the end.</summary>
internal sealed class ArrowStreamReader(ByteRegion bytes, ArrowFaults faults)
{
    public ColumnBatches Read()
    {
        long position = 0;
        ArrowMessage first = Next(ref position) ?? throw faults.Truncated(new("The stream ends before its schema.", "流在模式之前即已结束。"));
        if (first.Kind != ArrowNumbers.HeaderSchema) throw faults.Damaged(first.Where, new("it is the first, and not a schema.", "它是第一条消息，却不是模式。"));
        ArrowSchema schema = new ArrowSchemaReader(faults).Read(first.Header, first.Where);
        ArrowBatchReader reader = new(bytes, faults, schema);
        List<ColumnTable> batches = [];
        while (Next(ref position) is { } message)
        {
            switch (message.Kind)
            {
                case ArrowNumbers.HeaderDictionaryBatch:
                    reader.ReadDictionary(message, mayReplace: true);
                    break;
                case ArrowNumbers.HeaderRecordBatch:
                    batches.Add(reader.ReadBatch(message));
                    break;
                default:
                    throw faults.Damaged(message.Where, new($"its header is number {message.Kind}, neither a dictionary nor a batch.", $"其头部编号为 {message.Kind}，既不是字典也不是批次。"));
            }
        }

        if (position != bytes.Length)
            throw faults.Damaged(new("The stream", "流"), new($"{bytes.Length - position} bytes follow its end.", $"结束标记之后还有 {bytes.Length - position} 字节。"));
        return new ColumnBatches(schema.Columns, batches);
    }

    // A stream without the mark of its end is taken for cut off: rows that did not arrive must not pass for rows that are not there.
    private ArrowMessage? Next(ref long position)
    {
        if (bytes.Length - position < ArrowNumbers.MessagePrefix)
            throw faults.Truncated(new("The stream ends without the mark of its end: it was cut off, or writing it was not finished.", "流缺少结束标记：流被截断或尚未写完。"));
        ArrowMessage? message = ArrowMessage.Read(bytes, faults, position, bytes.Length);
        position = message is { } m ? m.BodyStart + m.BodyLength : position + ArrowNumbers.MessagePrefix;
        return message;
    }
}
