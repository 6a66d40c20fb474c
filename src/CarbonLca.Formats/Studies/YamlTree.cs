using CarbonLca.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads YAML into a tree: one document, without anchors, aliases and tags, which a study has no use for.</summary>
internal static class YamlTree
{
    /// <summary>The root; null when the text is refused, with findings.</summary>
    public static DocumentNode? Read(string file, string text, FindingList findings)
    {
        DocumentBuilder builder = new(findings);
        Parser parser = new(new Scanner(new StringReader(text), skipComments: true));
        int documents = 0;
        while (Advance(file, text, parser, findings) is { } current)
        {
            bool goesOn = current switch
            {
                StreamEnd => false,
                DocumentStart => ++documents == 1 || Refuse(file, current, FindingCode.NotSupported, new Wording("The file holds more than one document.", "文件包含多个文档。"), findings),
                AnchorAlias or NodeEvent { Anchor.IsEmpty: false } => Refuse(file, current, FindingCode.Unsafe, new Wording("Anchors and aliases (& and *) are not read, as they can expand without bound.", "不读取锚点与别名（& 和 *），因其可能无限展开。"), findings),
                NodeEvent { Tag.IsEmpty: false } => Refuse(file, current, FindingCode.NotSupported, new Wording("Tags (!) are not read.", "不读取标签（!）。"), findings),
                Scalar scalar => builder.Add(new DocumentNode(file, scalar.Style == ScalarStyle.Plain ? DocumentNodeKind.Plain : DocumentNodeKind.Text, scalar.Value, (int)scalar.Start.Line, (int)scalar.Start.Column)),
                SequenceStart => builder.Add(new DocumentNode(file, DocumentNodeKind.Sequence, string.Empty, (int)current.Start.Line, (int)current.Start.Column)),
                MappingStart => builder.Add(new DocumentNode(file, DocumentNodeKind.Mapping, string.Empty, (int)current.Start.Line, (int)current.Start.Column)),
                SequenceEnd or MappingEnd => Close(builder),
                _ => true,
            };
            if (!goesOn) return current is StreamEnd ? builder.Root : null;
        }

        return null;
    }

    /// <summary>The next event; null, with a finding, where the text cannot be parsed.</summary>
    private static ParsingEvent? Advance(string file, string text, Parser parser, FindingList findings)
    {
        Mark reached = parser.Current?.End ?? Mark.Empty;
        try
        {
            if (parser.MoveNext()) return parser.Current;
            findings.Add(Malformed(file, text, reached, reached, "it ends without its end"));
        }
        catch (YamlException fault)
        {
            findings.Add(Malformed(file, text, fault.Start, fault.End, fault.Message));
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
        {
            // The scanner throws these for some malformed texts, most often after a bracket that is never closed.
            findings.Add(Malformed(file, text, reached, reached, "no value can follow here; a bracket before it may not be closed"));
        }

        return null;
    }

    private static bool Close(DocumentBuilder builder)
    {
        builder.Close();
        return true;
    }

    private static bool Refuse(string file, ParsingEvent at, FindingCode code, Wording what, FindingList findings)
    {
        findings.Add(new Diagnostic(Severity.Error, code, what)
        {
            Where = new SourcePosition(file, (int)at.Start.Line, (int)at.Start.Column),
            Next = new Wording("Write the value out where it is needed.", "请在所需之处直接写出该值。"),
        });
        return false;
    }

    private static Diagnostic Malformed(string file, string text, Mark start, Mark end, string why)
    {
        int line = (int)start.Line;
        string[] lines = text.Split('\n');
        int last = Math.Min(lines.Length, (int)end.Line + 1);
        for (int number = Math.Max(1, line - 1); number <= last; number++)
        {
            int tab = lines[number - 1].AsSpan().IndexOf('\t');
            if (tab < 0 || !lines[number - 1].AsSpan(0, tab).IsWhiteSpace()) continue;
            return Diagnostic.Error(FindingCode.SchemaInvalid, "A tab stands where YAML indents with spaces.", "YAML 应以空格缩进，此处却为制表符。") with
            {
                Where = new SourcePosition(file, number, tab + 1),
                Next = new Wording("Replace the tab by spaces.", "请将制表符改为空格。"),
            };
        }

        bool isAtEnd = start.Index >= text.TrimEnd().Length || end.Index >= text.TrimEnd().Length;
        return isAtEnd
            ? Diagnostic.Error(FindingCode.Truncated, $"The YAML ends before it is complete: {why}", "YAML 内容未完即止。") with
            {
                Where = new SourcePosition(file, line, (int)start.Column),
                Next = new Wording("Check that the file is whole, and that quotes and brackets are closed.", "请检查文件是否完整，引号与括号是否闭合。"),
            }
            : Diagnostic.Error(FindingCode.SchemaInvalid, $"The YAML cannot be read: {why}", "YAML 语法有误，无法读取。") with
            {
                Where = new SourcePosition(file, line, (int)start.Column),
                Next = new Wording("Check the indentation, and put texts that contain ': ' or ' #' in quotes.", "请检查缩进；含有 ': ' 或 ' #' 的文本请加引号。"),
            };
    }
}
