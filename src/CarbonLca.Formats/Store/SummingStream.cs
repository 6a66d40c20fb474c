using System.Security.Cryptography;

namespace CarbonLca.Formats.Store;

/// <summary>Writes a file and keeps its length and both of its checksums.</summary>
internal sealed class SummingStream(FileStream file) : Stream
{
    // A multiple of the block of FileSum.
    private const int BufferBytes = 1 << 18;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private FileSum _sum = FileSum.Start();
    private int _used;
    private long _length;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException("The file is written from beginning to end.");
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _length += buffer.Length;
        while (buffer.Length > 0)
        {
            int count = Math.Min(buffer.Length, BufferBytes - _used);
            buffer[..count].CopyTo(_buffer.AsSpan(_used));
            buffer = buffer[count..];
            _used += count;
            if (_used < BufferBytes) continue;
            _sum.Append(_buffer);
            Put(BufferBytes);
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>What the description says of the file, once its bytes have reached the disk.</summary>
    public StoreFile Finish(string name)
    {
        string sum = _sum.Finish(_buffer.AsSpan(0, _used));
        Put(_used);
        file.Flush(flushToDisk: true);
        return new StoreFile(name, _length, sum, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // The bytes are written in whole blocks; Finish writes the rest.
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The file is only written.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The file is written from beginning to end.");

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("The file is written from beginning to end.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Put(int count)
    {
        _hash.AppendData(_buffer, 0, count);
        file.Write(_buffer, 0, count);
        _used = 0;
    }
}
