using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CarbonLca.Numerics.Memory;

/// <summary>Writes little-endian numbers to a stream, hashed on their way.</summary>
/// <param name="stream">Receives the numbers; left open.</param>
public sealed class NumberWriter(Stream stream) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    /// <summary>SHA-256 of everything written so far; hashing begins anew.</summary>
    public byte[] Digest() => _hash.GetHashAndReset();

    /// <summary>Writes bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        stream.Write(bytes);
    }

    /// <summary>Writes a whole number of 64 bits.</summary>
    public void Write(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        Write(bytes);
    }

    /// <summary>Writes whole numbers of 64 bits.</summary>
    public void Write(ReadOnlySpan<long> numbers)
    {
        if (!BitConverter.IsLittleEndian)
        {
            long[] turned = new long[numbers.Length];
            BinaryPrimitives.ReverseEndianness(numbers, turned);
            numbers = turned;
        }

        Write(MemoryMarshal.AsBytes(numbers));
    }

    /// <summary>Writes numbers of double precision, bit for bit.</summary>
    public void Write(ReadOnlySpan<double> numbers) => Write(MemoryMarshal.Cast<double, long>(numbers));

    /// <summary>Writes numbers of single precision, bit for bit.</summary>
    public void Write(ReadOnlySpan<float> numbers)
    {
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(numbers);
        if (!BitConverter.IsLittleEndian)
        {
            int[] turned = new int[bits.Length];
            BinaryPrimitives.ReverseEndianness(bits, turned);
            bits = turned;
        }

        Write(MemoryMarshal.AsBytes(bits));
    }
}
