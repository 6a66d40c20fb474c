using System.Buffers.Binary;
using CarbonLca.Formats.Parquet;

namespace CarbonLca.Formats.Tests.Parquet;

/// <summary>Parquet files made by hand, with what our writer does not write.</summary>
internal static class HandmadeParquet
{
    /// <summary>A file with a footer and nothing else.</summary>
    public static byte[] Footer(Action<ThriftWriter> write) => Trailer(Struct(write));

    public static byte[] Trailer(byte[] footer, byte[]? pages = null)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        return [.. "PAR1"u8, .. pages ?? [], .. footer, .. length, .. "PAR1"u8];
    }

    public static byte[] Struct(Action<ThriftWriter> write)
    {
        ThriftWriter writer = new();
        write(writer);
        writer.Stop();
        return writer.Bytes.ToArray();
    }

    /// <summary>One optional INT32 column of a DELTA_BINARY_PACKED page of version 2, 5 rows of which one is missing: 7, 5, null, 3, 1.</summary>
    public static byte[] DeltaAndV2()
    {
        byte[] levels = [0x03, 0b11011];

        // Blocks of 128 in 4 miniblocks, 4 values, first 7 (zigzag 14); least difference −2 (zigzag 3), all excesses zero.
        byte[] values = [0x80, 0x01, 0x04, 0x04, 14, 3, 0, 0, 0, 0];
        byte[] header = Struct(h => h.Int32(1, 3).Int32(2, levels.Length + values.Length).Int32(3, levels.Length + values.Length)
            .Struct(8, d => d.Int32(1, 5).Int32(2, 1).Int32(3, 5).Int32(4, 5).Int32(5, levels.Length).Int32(6, 0).Boolean(7, false)));
        return OneColumn([.. header, .. levels, .. values], 5, isOptional: true, missing: 1);
    }

    /// <summary>One required INT32 column of so many equal values, in a dictionary of one and a single run.</summary>
    public static byte[] OneRun(int rows)
    {
        byte[] dictionary = [.. Struct(h => h.Int32(1, 2).Int32(2, 4).Int32(3, 4).Struct(7, d => d.Int32(1, 1).Int32(2, 0))), 42, 0, 0, 0];
        List<byte> run = [1];
        uint head = (uint)rows << 1;
        for (; head >= 0x80; head >>= 7) run.Add((byte)(head | 0x80));
        run.AddRange([(byte)head, 0]);
        byte[] page = Struct(h => h.Int32(1, 0).Int32(2, run.Count).Int32(3, run.Count).Struct(5, d => d.Int32(1, rows).Int32(2, 8).Int32(3, 3).Int32(4, 3)));
        return OneColumn([.. dictionary, .. page, .. run], rows, isOptional: false, missing: 0);
    }

    private static byte[] OneColumn(byte[] pages, long rows, bool isOptional, long missing)
    {
        byte[] footer = Struct(w => w.Int32(1, 2)
            .Structs(2, [0, 1], (s, i) =>
            {
                if (i == 0) s.Text(4, "schema").Int32(5, 1);
                else s.Int32(1, 1).Int32(3, isOptional ? 1 : 0).Text(4, "x");
            })
            .Int64(3, rows)
            .Structs(4, [0], (g, _) => g
                .Structs(1, [0], (c, _) => c.Int64(2, 4).Struct(3, m => m
                    .Int32(1, 1).Int32s(2, [0, 3, 5, 8]).Texts(3, ["x"]).Int32(4, 0).Int64(5, rows)
                    .Int64(6, pages.Length).Int64(7, pages.Length).Int64(9, 4).Struct(12, s => s.Int64(3, missing))))
                .Int64(2, pages.Length)
                .Int64(3, rows)));
        return Trailer(footer, pages);
    }
}
