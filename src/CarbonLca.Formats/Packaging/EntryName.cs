using System.Buffers;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Packaging;

/// <summary>Checks the names of files inside a source.</summary>
internal static class EntryName
{
    private static readonly SearchValues<char> Control =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Append(0x7F).Select(c => (char)c)]);

    /// <summary>The name with <c>/</c> between its segments, or why it is unsafe.</summary>
    /// <param name="raw">The name as written.</param>
    /// <param name="path">The name to use; ends with <c>/</c> for a folder. Empty when the name is unsafe.</param>
    public static Wording? Check(string raw, out string path)
    {
        path = string.Empty;
        string name = raw.Replace('\\', '/');
        while (name.StartsWith("./", StringComparison.Ordinal)) name = name[2..];
        if (name.Length == 0) return new("It is empty.", "名称为空。");
        if (name.AsSpan().ContainsAny(Control)) return new("It contains a control character.", "名称含有控制字符。");
        if (name[0] == '/') return new("It is an absolute path.", "名称是绝对路径。");
        if (name.Contains(':')) return new("It contains ':', the mark of a drive letter or of an NTFS stream.", "名称含有 ':'（盘符或 NTFS 数据流的标记）。");
        ReadOnlySpan<char> segments = name.AsSpan().TrimEnd('/');
        foreach (Range range in segments.Split('/'))
        {
            ReadOnlySpan<char> segment = segments[range];
            if (segment is "..") return new("It leads out of the source with '..'.", "名称通过 '..' 指向来源之外。");
            if (segment.IsEmpty) return new("It has an empty segment.", "名称含有空的路径段。");
            if (segment[^1] is '.' or ' ') return new("A segment of it ends with a dot or a space, which some systems drop.", "名称的某一段以点或空格结尾，部分系统会将其丢弃。");
        }

        path = name;
        return null;
    }

    /// <summary>Whether a file is none of the source's data: hidden, or left behind by a packing program.</summary>
    public static bool IsHidden(string path)
    {
        foreach (Range range in path.AsSpan().Split('/'))
        {
            ReadOnlySpan<char> segment = path.AsSpan()[range];
            if (segment.StartsWith('.') || segment.Equals("__MACOSX", StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    /// <summary>The single top folder under which every path lies, with its <c>/</c>; empty when there is none.</summary>
    public static string CommonTop(IReadOnlyList<string> paths)
    {
        if (paths.Count == 0) return string.Empty;
        int slash = paths[0].IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return string.Empty;
        string top = paths[0][..(slash + 1)];
        return paths.All(p => p.StartsWith(top, StringComparison.Ordinal)) ? top : string.Empty;
    }
}
