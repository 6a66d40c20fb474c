using System.Buffers.Binary;
using System.Text;
using CarbonLca.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace CarbonLca.Formats.Packaging;

/// <summary>Reads and checks the directory of a zip archive (PKWARE APPNOTE 6.3.10, §4.3).</summary>
/// <remarks>
/// Every entry's local header is read too, so that an archive that shows different programs different content is refused:
/// names must agree, and the bytes of entries must neither overlap nor reach into the directory.
/// </remarks>
internal sealed class ZipDirectory
{
    private const uint LocalHeader = 0x04034B50;
    private const uint CentralHeader = 0x02014B50;
    private const uint EndRecord = 0x06054B50;
    private const uint End64Record = 0x06064B50;
    private const uint End64Locator = 0x07064B50;
    private const int LocalHeaderLength = 30;
    private const int CentralHeaderLength = 46;
    private const int EndRecordLength = 22;
    private const int End64RecordLength = 56;
    private const int End64LocatorLength = 20;
    private const ushort Zip64Extra = 1;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _source;
    private readonly SafeFileHandle _handle;
    private readonly SourceLimits _limits;
    private readonly long _length;
    private readonly List<ZipEntry> _entries = [];
    private readonly List<(long Start, long End, string Path)> _extents = [];
    private readonly NameCollisions _names = new();

    private ZipDirectory(string source, SafeFileHandle handle, SourceLimits limits)
    {
        _source = source;
        _handle = handle;
        _limits = limits;
        _length = RandomAccess.GetLength(handle);
    }

    /// <summary>The files of an archive, without folders and hidden files.</summary>
    /// <exception cref="InputRefusedException">It is no archive, or it is damaged or unsafe.</exception>
    /// <exception cref="LimitExceededException">It has more entries than allowed, or a directory of unreasonable size.</exception>
    public static List<ZipEntry> Read(string source, SafeFileHandle handle, SourceLimits limits)
    {
        ZipDirectory directory = new(source, handle, limits);
        directory.Read();
        return directory._entries;
    }

    private void Read()
    {
        CheckHead();
        (long offset, long size, long count) = FindDirectory();
        if (count > _limits.Entries) throw SourceFaults.TooManyEntries(_source, _limits);
        if (size > Array.MaxLength) throw SourceFaults.TooManyEntries(_source, _limits);
        byte[] directory = ReadAt(offset, checked((int)size));
        int position = 0;
        for (long i = 0; i < count; i++) position += ReadEntry(directory.AsSpan(position), offset);
        if (position != directory.Length) throw Damaged("its directory is longer than its entries", "其目录长于各条目之和");
        CheckOverlaps(offset);
    }

    private void CheckHead()
    {
        Span<byte> head = stackalloc byte[4];
        int read = RandomAccess.Read(_handle, head, 0);
        if (read == 4 && BinaryPrimitives.ReadUInt32LittleEndian(head) is LocalHeader or EndRecord) return;
        throw new InputRefusedException(Diagnostic.Error(
            FindingCode.SchemaInvalid,
            $"'{_source}' is neither a folder nor a zip archive.",
            $"'{_source}' 既不是文件夹也不是 zip 归档。") with
        {
            Where = new SourcePosition(_source),
            Found = read == 0 ? "an empty file" : $"a file that begins with the bytes {Convert.ToHexString(head[..read])}",
            Expected = new Wording("a folder, or a zip archive (504B0304)", "文件夹，或 zip 归档（504B0304）"),
        });
    }

    private (long Offset, long Size, long Count) FindDirectory()
    {
        int tailLength = (int)Math.Min(_length, EndRecordLength + ushort.MaxValue);
        byte[] tail = ReadAt(_length - tailLength, tailLength);
        for (int i = tail.Length - EndRecordLength; i >= 0; i--)
        {
            ReadOnlySpan<byte> record = tail.AsSpan(i);
            if (U32(record) != EndRecord || U16(record[20..]) != record.Length - EndRecordLength) continue;
            return ReadEnd(record, _length - tailLength + i);
        }

        throw new InputRefusedException(Diagnostic.Error(
            FindingCode.Truncated,
            $"The archive '{_source}' has no directory at its end; it is cut off, or something was appended to it.",
            $"归档 '{_source}' 末尾没有目录：文件被截断，或其后被追加了内容。") with
        {
            Where = new SourcePosition(_source),
            Next = new Wording("Fetch or export it again.", "请重新下载或导出。"),
        });
    }

    private (long Offset, long Size, long Count) ReadEnd(ReadOnlySpan<byte> record, long position)
    {
        (long count, long size, long offset) = (U16(record[10..]), U32(record[12..]), U32(record[16..]));
        bool split = U16(record[4..]) != 0 || U16(record[6..]) != 0 || U16(record[8..]) != U16(record[10..]);
        long end = position;
        if (position >= End64LocatorLength && ReadAt(position - End64LocatorLength, End64LocatorLength) is byte[] locator && U32(locator) == End64Locator)
        {
            end = U63(locator.AsSpan(8));
            byte[] record64 = ReadAt(end, End64RecordLength);
            if (U32(record64) != End64Record) throw Damaged("its 64-bit directory record is missing", "缺少 64 位目录记录");
            split = U32(record64.AsSpan(16)) != 0 || U32(record64.AsSpan(20)) != 0;
            (count, size, offset) = (U63(record64.AsSpan(32)), U63(record64.AsSpan(40)), U63(record64.AsSpan(48)));
        }

        if (split)
        {
            throw new InputRefusedException(Diagnostic.Error(
                FindingCode.NotSupported,
                $"The archive '{_source}' is split into several files.",
                $"归档 '{_source}' 被分割为多个文件。") with
            {
                Where = new SourcePosition(_source),
                Next = new Wording("Join the parts into one archive.", "请将各部分合并为一个归档。"),
            });
        }

        if (offset > end || size != end - offset) throw Damaged($"its directory is said to take bytes {offset} to {offset + size}, and ends at {end}", $"其目录声明占用第 {offset} 至 {offset + size} 字节，实际止于 {end}");
        if (count > size / CentralHeaderLength) throw Damaged($"its directory of {size} bytes is said to hold {count} entries", $"其 {size} 字节的目录声明含有 {count} 个条目");
        return (offset, size, count);
    }

    private int ReadEntry(ReadOnlySpan<byte> header, long directoryOffset)
    {
        if (header.Length < CentralHeaderLength || U32(header) != CentralHeader) throw Damaged("its directory breaks off", "其目录中断");
        (int nameLength, int extraLength, int commentLength) = (U16(header[28..]), U16(header[30..]), U16(header[32..]));
        int total = CentralHeaderLength + nameLength + extraLength + commentLength;
        if (header.Length < total) throw Damaged("its directory breaks off", "其目录中断");
        ReadOnlySpan<byte> nameBytes = header.Slice(CentralHeaderLength, nameLength);
        string raw = NameOf(nameBytes);
        if (EntryName.Check(raw, out string path) is { } why) throw UnsafeName(raw, why);
        CheckFlags(path, U16(header[8..]), U16(header[10..]), U32(header[38..]));

        (long length, long stored, long local) = (U32(header[24..]), U32(header[20..]), U32(header[42..]));
        ReadZip64(header.Slice(CentralHeaderLength + nameLength, extraLength), path, ref length, ref stored, ref local);
        long data = ReadLocal(path, nameBytes, local, directoryOffset);
        if (stored > directoryOffset - data) throw Damaged($"the bytes of '{path}' reach into the directory", $"'{path}' 的字节伸入目录");
        _extents.Add((local, data + stored, path));
        if (_names.Add(path.TrimEnd('/')) is { } other) throw SourceFaults.SameName(_source, path, other);
        if (path.EndsWith('/'))
        {
            if (length != 0) throw Damaged($"the folder '{path}' has content", $"文件夹 '{path}' 含有内容");
        }
        else if (!EntryName.IsHidden(path))
        {
            _entries.Add(new ZipEntry(path, U16(header[10..]), U32(header[16..]), data, stored, length));
        }

        return total;
    }

    private void CheckFlags(string path, ushort flags, ushort method, uint attributes)
    {
        const ushort encrypted = 1 | (1 << 6) | (1 << 13);
        const uint fileType = 0xF000;
        if ((flags & encrypted) != 0 || method == 99) throw NotRead(path, "is encrypted", "已加密", "Pack it without a password.", "请不设密码重新打包。");
        if (method is not (0 or 8)) throw NotRead(path, $"is packed with method {method}", $"使用压缩方法 {method}", "Pack it with 'deflate' or 'store'.", "请使用 deflate 或 store 重新打包。");
        uint type = (attributes >> 16) & fileType;
        if (type == 0xA000) throw UnsafeName(path, new Wording("It is a symbolic link.", "它是符号链接。"));
        if (type is not (0 or 0x4000 or 0x8000)) throw UnsafeName(path, new Wording("It is neither a file nor a folder.", "它既不是文件也不是文件夹。"));
    }

    private void ReadZip64(ReadOnlySpan<byte> extra, string path, ref long length, ref long stored, ref long local)
    {
        while (extra.Length >= 4)
        {
            int size = U16(extra[2..]);
            if (size > extra.Length - 4) break;
            ReadOnlySpan<byte> field = extra.Slice(4, size);
            if (U16(extra) == Zip64Extra)
            {
                Take(ref length, ref field);
                Take(ref stored, ref field);
                Take(ref local, ref field);
                return;
            }

            extra = extra[(4 + size)..];
        }

        if (length == uint.MaxValue || stored == uint.MaxValue || local == uint.MaxValue) throw Damaged($"the 64-bit sizes of '{path}' are missing", $"缺少 '{path}' 的 64 位大小");

        void Take(ref long value, ref ReadOnlySpan<byte> field)
        {
            if (value != uint.MaxValue) return;
            if (field.Length < 8) throw Damaged($"the 64-bit sizes of '{path}' are missing", $"缺少 '{path}' 的 64 位大小");
            value = U63(field);
            field = field[8..];
        }
    }

    private long ReadLocal(string path, ReadOnlySpan<byte> name, long offset, long directoryOffset)
    {
        if (offset > directoryOffset - LocalHeaderLength - name.Length) throw Damaged($"'{path}' is said to begin at byte {offset}, behind the files", $"'{path}' 声明始于第 {offset} 字节，超出文件区");
        byte[] header = ReadAt(offset, LocalHeaderLength + name.Length);
        if (U32(header) != LocalHeader || U16(header.AsSpan(26)) != name.Length || !header.AsSpan(LocalHeaderLength).SequenceEqual(name))
        {
            throw Damaged($"the entry at byte {offset} is not '{path}', as the directory says", $"第 {offset} 字节处的条目并非目录所称的 '{path}'");
        }

        long data = offset + LocalHeaderLength + name.Length + U16(header.AsSpan(28));
        return data <= directoryOffset ? data : throw Damaged($"the header of '{path}' reaches into the directory", $"'{path}' 的文件头伸入目录");
    }

    private void CheckOverlaps(long directoryOffset)
    {
        _extents.Sort((a, b) => a.Start.CompareTo(b.Start));
        for (int i = 1; i < _extents.Count; i++)
        {
            if (_extents[i].Start >= _extents[i - 1].End) continue;
            throw new InputRefusedException(Diagnostic.Error(
                FindingCode.Unsafe,
                $"'{_extents[i - 1].Path}' and '{_extents[i].Path}' overlap in the archive; an archive like that is made to expand without bound.",
                $"'{_extents[i - 1].Path}' 与 '{_extents[i].Path}' 在归档中重叠；此类归档意在无限展开。") with
            {
                Where = new SourcePosition(_source, Path: _extents[i].Path),
            });
        }

        System.Diagnostics.Debug.Assert(_extents.Count == 0 || _extents[^1].End <= directoryOffset, "Every extent was checked against the directory.");
    }

    private byte[] ReadAt(long offset, int count)
    {
        if (offset < 0 || offset > _length - count) throw Damaged($"it refers to bytes {offset} to {offset + count} of {_length}", $"其引用第 {offset} 至 {offset + count} 字节，而文件只有 {_length} 字节");
        byte[] bytes = new byte[count];
        int filled = 0;
        while (filled < count)
        {
            int read = RandomAccess.Read(_handle, bytes.AsSpan(filled), offset + filled);
            if (read == 0) throw SourceFaults.Truncated(_source, _source, _length, offset + filled);
            filled += read;
        }

        return bytes;
    }

    // Names without the UTF-8 flag are UTF-8 in practice; what is not is kept apart byte by byte (ISO 8859-1).
    private static string NameOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private InputRefusedException Damaged(string en, string zh) => new(Diagnostic.Error(
        FindingCode.SchemaInvalid,
        $"The archive '{_source}' is damaged: {en}.",
        $"归档 '{_source}' 已损坏：{zh}。") with
    {
        Where = new SourcePosition(_source),
        Next = new Wording("Fetch or export it again.", "请重新下载或导出。"),
    });

    private InputRefusedException UnsafeName(string name, Wording why) => new(Diagnostic.Error(
        FindingCode.Unsafe,
        $"The archive '{_source}' contains an unsafe name. {why.En}",
        $"归档 '{_source}' 含有不安全的名称。{why.Zh}") with
    {
        Where = new SourcePosition(_source, Path: name),
        Found = name,
    });

    private InputRefusedException NotRead(string path, string en, string zh, string nextEn, string nextZh) => new(Diagnostic.Error(
        FindingCode.NotSupported,
        $"'{path}' {en}; the archive cannot be read.",
        $"'{path}' {zh}；无法读取该归档。") with
    {
        Where = new SourcePosition(_source, Path: path),
        Next = new Wording(nextEn, nextZh),
    });

    private static ushort U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    // Sizes and offsets beyond 2^63 exceed every file; they are clamped, and fail the comparison with the file's length.
    private static long U63(ReadOnlySpan<byte> bytes) => (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(bytes), long.MaxValue / 2);
}
