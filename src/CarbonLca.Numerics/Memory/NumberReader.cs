using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CarbonLca.Numerics.Memory;

/// <summary>Reads the little-endian numbers of a <see cref="NumberWriter"/>, hashed on their way.</summary>
/// <param name="stream">The numbers; left open.</param>
/// <remarks>Every read is of as many bytes as there is room for, and throws <see cref="EndOfStreamException"/> where the stream has fewer.</remarks>
public sealed class NumberReader(Stream stream) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    /// <summary>SHA-256 of everything read so far; hashing begins anew.</summary>
    public byte[] Digest() => _hash.GetHashAndReset();

    /// <summary>Reads bytes.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public void Read(Span<byte> bytes)
    {
        stream.ReadExactly(bytes);
        _hash.AppendData(bytes);
    }

    /// <summary>Reads a whole number of 64 bits.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public long ReadInt64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Read(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    /// <summary>Reads whole numbers of 64 bits.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public void Read(Span<long> numbers)
    {
        Read(MemoryMarshal.AsBytes(numbers));
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(numbers, numbers);
    }

    /// <summary>Reads numbers of double precision, bit for bit.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public void Read(Span<double> numbers) => Read(MemoryMarshal.Cast<double, long>(numbers));

    /// <summary>Reads numbers of single precision, bit for bit.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public void Read(Span<float> numbers)
    {
        Span<int> bits = MemoryMarshal.Cast<float, int>(numbers);
        Read(MemoryMarshal.AsBytes(bits));
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(bits, bits);
    }
}
