using System.Security.Cryptography;
using CarbonLca.Numerics.Memory;

namespace CarbonLca.Numerics.Tests.Memory;

/// <summary>Numbers on their way to a stream and back: little-endian whatever the machine, every bit of them, and hashed as they pass.</summary>
public sealed class NumberStreamTests
{
    private static readonly double[] Doubles = [0.1, -0.0, double.NaN, BitConverter.Int64BitsToDouble(0x7FF0_0000_0000_0123), double.PositiveInfinity, double.Epsilon];
    private static readonly float[] Floats = [0.1f, -0f, BitConverter.Int32BitsToSingle(0x7F80_0123), float.NegativeInfinity];

    [Fact]
    public void Numbers_stand_in_a_file_with_their_lowest_byte_first()
    {
        using MemoryStream stream = new();
        using NumberWriter writer = new(stream);
        writer.Write(0x0102_0304_0506_0708);
        writer.Write([-2L]);
        writer.Write([1.0]);
        writer.Write([1f]);
        Assert.Equal("08070605040302" + "01" + "FEFFFFFFFFFFFFFF" + "000000000000F03F" + "0000803F", Convert.ToHexString(stream.ToArray()));
    }

    [Fact]
    public void Numbers_come_back_bit_for_bit_under_the_same_digest()
    {
        using MemoryStream stream = new();
        using NumberWriter writer = new(stream);
        Write(writer);
        byte[] digest = writer.Digest();
        Assert.Equal(SHA256.HashData(stream.ToArray()), digest);
        stream.Position = 0;
        using NumberReader reader = new(stream);
        byte[] bytes = new byte[3];
        long[] longs = new long[2];
        double[] doubles = new double[Doubles.Length];
        float[] floats = new float[Floats.Length];
        reader.Read(bytes);
        Assert.Equal([1, 2, 3], bytes);
        Assert.Equal(long.MinValue, reader.ReadInt64());
        reader.Read(longs);
        Assert.Equal([5, long.MaxValue], longs);
        reader.Read(doubles);
        Assert.Equal(Doubles.Select(BitConverter.DoubleToInt64Bits), doubles.Select(BitConverter.DoubleToInt64Bits));
        reader.Read(floats);
        Assert.Equal(Floats.Select(BitConverter.SingleToInt32Bits), floats.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(digest, reader.Digest());
    }

    [Fact]
    public void What_ends_too_early_is_said()
    {
        using MemoryStream whole = new();
        using (NumberWriter writer = new(whole)) Write(writer);
        using NumberReader reader = new(new MemoryStream(whole.ToArray(), 0, 12));
        reader.Read(new byte[3]);
        Assert.Equal(long.MinValue, reader.ReadInt64());
        Assert.Throws<EndOfStreamException>(() => reader.ReadInt64());
        Assert.Throws<EndOfStreamException>(() => reader.Read(new double[1]));
        Assert.Throws<EndOfStreamException>(() => reader.Read(new float[1]));
    }

    private static void Write(NumberWriter writer)
    {
        writer.Write([1, 2, (byte)3]);
        writer.Write(long.MinValue);
        writer.Write([5L, long.MaxValue]);
        writer.Write(Doubles);
        writer.Write(Floats);
    }
}
