using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Tests.Arrow;

/// <summary>Tables as Arrow bytes.</summary>
internal static class ArrowBytes
{
    public static byte[] File(ColumnBatches content)
    {
        using MemoryStream stream = new();
        ArrowWriter.WriteFile(stream, content.Schema, content.Batches);
        return stream.ToArray();
    }

    public static byte[] Stream(ColumnBatches content)
    {
        using MemoryStream stream = new();
        ArrowWriter.WriteStream(stream, content.Schema, content.Batches);
        return stream.ToArray();
    }
}
