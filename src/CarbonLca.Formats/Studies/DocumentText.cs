using System.Buffers;
using System.Text;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Studies;

/// <summary>Bytes as text: strict UTF-8, of limited size, without control characters.</summary>
internal static class DocumentText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text without a byte order mark; null when it is refused, with a finding.</summary>
    public static string? Decode(string file, ReadOnlySpan<byte> utf8, FindingList findings)
    {
        if (utf8.Length > DocumentLimits.Bytes)
        {
            findings.Add(DocumentLimits.TooLarge(file, utf8.Length));
            return null;
        }

        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        if (FirstInvalid(utf8) is { } bad)
        {
            (int line, int column) = PlaceOf(Encoding.UTF8.GetString(utf8[..bad]));
            findings.Add(Diagnostic.Error(FindingCode.EncodingInvalid, "The file is not UTF-8 text.", "文件不是 UTF-8 文本。") with
            {
                Where = new SourcePosition(file, line, column),
                Found = $"0x{utf8[bad]:X2}",
                Expected = Wording.Same("UTF-8"),
                Next = new Wording("Save the file as UTF-8; a file in GBK or UTF-16 must be converted.", "请将文件另存为 UTF-8；GBK 或 UTF-16 文件须先转换。"),
            });
            return null;
        }

        string text = Strict.GetString(utf8);
        int control = text.AsSpan().IndexOfAny(Controls);
        if (control < 0) return text;
        (int atLine, int atColumn) = PlaceOf(text[..control]);
        findings.Add(Diagnostic.Error(FindingCode.EncodingInvalid, "The file contains a control character.", "文件含有控制字符。") with
        {
            Where = new SourcePosition(file, atLine, atColumn),
            Found = $"U+{(int)text[control]:X4}",
            Next = new Wording("Remove it.", "请删除该字符。"),
        });
        return null;
    }

    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(c => (char)c).Except(['\t', '\n', '\r']), '\u007F', '\uFEFF', '\uFFFE', '\uFFFF']);

    private static int? FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        int index = 0;
        while (index < utf8.Length)
        {
            if (Rune.DecodeFromUtf8(utf8[index..], out _, out int consumed) != OperationStatus.Done) return index;
            index += consumed;
        }

        return null;
    }

    private static (int Line, int Column) PlaceOf(string before)
    {
        int line = before.AsSpan().Count('\n') + 1;
        return (line, before.Length - (before.LastIndexOf('\n') + 1) + 1);
    }
}
