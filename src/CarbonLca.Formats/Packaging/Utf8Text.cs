using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Packaging;

/// <summary>Strict UTF-8: what every text file must be, and what to say when one is not.</summary>
internal static class Utf8Text
{
    /// <summary>The bytes without a byte order mark.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(byte[] bytes) => bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsMemory(3) : bytes;

    /// <summary>The fault of a file that is not UTF-8 text, or null.</summary>
    public static Diagnostic? Check(string file, ReadOnlySpan<byte> bytes)
    {
        Wording saveAs = new("Save the file as UTF-8.", "请将文件另存为 UTF-8 编码。");
        Wording utf8 = Wording.Same("UTF-8");
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return Diagnostic.Error(FindingCode.EncodingInvalid, $"'{file}' is UTF-16.", $"'{file}' 是 UTF-16 编码。") with
            {
                Where = new SourcePosition(file, 1),
                Expected = utf8,
                Next = saveAs,
            };
        }

        int zero = bytes.IndexOf((byte)0);
        if (Utf8.IsValid(bytes) && zero < 0) return null;
        int fault = FirstFault(bytes, out bool cutOff);
        if (zero >= 0 && (fault < 0 || zero < fault)) (fault, cutOff) = (zero, false);
        ReadOnlySpan<byte> found = bytes[fault..Math.Min(fault + 4, bytes.Length)];
        (int line, int column) = Locate(bytes, fault);
        Diagnostic finding = cutOff
            ? Diagnostic.Error(FindingCode.Truncated, $"'{file}' ends in the middle of a character.", $"'{file}' 在一个字符中间结束。") with
            {
                Next = new Wording("Get the complete file again.", "请重新获取完整的文件。"),
            }
            : Diagnostic.Error(
                FindingCode.EncodingInvalid,
                $"'{file}' holds bytes that are not UTF-8 text; perhaps it was saved as GB18030, Latin-1 or UTF-16.",
                $"'{file}' 含有不是 UTF-8 文本的字节，可能以 GB18030、Latin-1 或 UTF-16 保存。") with
            {
                Expected = utf8,
                Next = saveAs,
            };
        return finding with
        {
            Where = new SourcePosition(file, line, column),
            Found = string.Join(' ', found.ToArray().Select(b => b.ToString("X2", CultureInfo.InvariantCulture))),
        };
    }

    /// <summary>The line and the character, both from 1, at which a byte stands.</summary>
    public static (int Line, int Column) Locate(ReadOnlySpan<byte> bytes, int offset)
    {
        ReadOnlySpan<byte> before = bytes[..Math.Min(offset, bytes.Length)];
        int line = 1 + before.Count((byte)'\n');
        ReadOnlySpan<byte> inLine = before[(before.LastIndexOf((byte)'\n') + 1)..];
        int column = 1;
        foreach (byte b in inLine)
            if ((b & 0xC0) != 0x80) column++;
        return (line, column);
    }

    private static int FirstFault(ReadOnlySpan<byte> bytes, out bool cutOff)
    {
        cutOff = false;
        int offset = 0;
        while (offset < bytes.Length)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes[offset..], out _, out int consumed);
            if (status != OperationStatus.Done)
            {
                cutOff = status == OperationStatus.NeedMoreData;
                return offset;
            }

            offset += consumed;
        }

        return -1;
    }
}
