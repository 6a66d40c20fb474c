using System.Buffers.Binary;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Arrow;

/// <summary>Reads the IPC file format: <c>ARROW1</c>, messages, a footer that says where they are, its length, <c>ARROW1</c>.</summary>
internal sealed class ArrowFileReader(ByteRegion bytes, ArrowFaults faults)
{
    // The first magic is padded to eight bytes, so that messages are aligned.
    private const int FirstMessage = 8;
    private const int TrailerBytes = sizeof(int) + ArrowNumbers.MagicLength;
    private static readonly Wording Footer = new("The footer", "文件尾");

    public ColumnBatches Read()
    {
        long end = bytes.Length - TrailerBytes;
        if (end < FirstMessage || !bytes.Slice(end + sizeof(int), ArrowNumbers.MagicLength).Span.SequenceEqual(ArrowNumbers.Magic))
            throw faults.Truncated(new("The file does not end with 'ARROW1': it was cut off, or writing it was not finished.", "文件结尾不是 'ARROW1'：文件被截断或尚未写完。"));
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Slice(end, sizeof(int)).Span);
        if (length <= 0 || length > end - FirstMessage) throw faults.Damaged(Footer, new($"its length is {length}.", $"其长度为 {length}。"));
        long footerStart = end - length;

        FlatTable footer = new FlatBuffer(bytes.Slice(footerStart, length), faults, Footer).Root();
        ArrowMessage.RequireVersion(footer.Int16(0), faults);
        if (footer.Table(1) is not { } schemaTable) throw faults.Damaged(Footer, new("it has no schema.", "其中没有模式。"));
        ArrowSchema schema = new ArrowSchemaReader(faults).Read(schemaTable, Footer);
        ArrowBatchReader reader = new(bytes, faults, schema);

        // Blocks that shared bytes would make a small file cost the work of a large one.
        long left = footerStart - FirstMessage;
        ReadOnlySpan<byte> dictionaries = footer.Structs(2, ArrowNumbers.BlockBytes);
        for (; dictionaries.Length > 0; dictionaries = dictionaries[ArrowNumbers.BlockBytes..])
            reader.ReadDictionary(Open(dictionaries, footerStart, ref left, ArrowNumbers.HeaderDictionaryBatch), mayReplace: false);

        ReadOnlySpan<byte> blocks = footer.Structs(3, ArrowNumbers.BlockBytes);
        List<ColumnTable> batches = [];
        for (; blocks.Length > 0; blocks = blocks[ArrowNumbers.BlockBytes..])
            batches.Add(reader.ReadBatch(Open(blocks, footerStart, ref left, ArrowNumbers.HeaderRecordBatch)));
        return new ColumnBatches(schema.Columns, batches);
    }

    private ArrowMessage Open(ReadOnlySpan<byte> block, long footerStart, ref long left, byte kind)
    {
        long offset = BinaryPrimitives.ReadInt64LittleEndian(block);
        int metadataLength = BinaryPrimitives.ReadInt32LittleEndian(block[sizeof(long)..]);
        long bodyLength = BinaryPrimitives.ReadInt64LittleEndian(block[(2 * sizeof(long))..]);
        bool isInside = offset >= FirstMessage && offset % sizeof(long) == 0 && metadataLength >= ArrowNumbers.MessagePrefix && bodyLength >= 0
            && offset <= footerStart && metadataLength <= footerStart - offset && bodyLength <= footerStart - offset - metadataLength;
        if (isInside) left -= metadataLength + bodyLength;
        if (!isInside || left < 0)
        {
            throw faults.Damaged(Footer, new(
                $"a batch of {metadataLength} + {bodyLength} bytes at {offset} does not fit between byte {FirstMessage} and the footer at {footerStart}.",
                $"位于 {offset}、长 {metadataLength} + {bodyLength} 字节的批次无法容纳于第 {FirstMessage} 字节与位于 {footerStart} 的文件尾之间。"));
        }

        if (ArrowMessage.Read(bytes, faults, offset, footerStart) is not { } message)
            throw faults.Damaged(Footer, new($"it names a batch at byte {offset}, where the messages end.", $"它指出第 {offset} 字节处有批次，而消息在此结束。"));
        if (message.Kind != kind) throw faults.Damaged(message.Where, new($"its header is number {message.Kind}; expected {kind}.", $"其头部编号为 {message.Kind}；应为 {kind}。"));
        if (message.BodyStart - offset != metadataLength || message.BodyLength != bodyLength)
        {
            throw faults.Damaged(message.Where, new(
                $"it has {message.BodyStart - offset} + {message.BodyLength} bytes, and the footer says {metadataLength} + {bodyLength}.",
                $"它有 {message.BodyStart - offset} + {message.BodyLength} 字节，而文件尾声明为 {metadataLength} + {bodyLength}。"));
        }

        return message;
    }
}
