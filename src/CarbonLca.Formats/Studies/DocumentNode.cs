using System.Text;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Studies;

/// <summary>What a node of a document is.</summary>
internal enum DocumentNodeKind
{
    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>A value without quotes: a number, true, false, null, or a bare text.</summary>
    Plain,

    /// <summary>A list.</summary>
    Sequence,

    /// <summary>Keys with values.</summary>
    Mapping,
}

/// <summary>A node of a YAML or JSON document that knows where it stands. Built once, then only read.</summary>
internal sealed class DocumentNode(string file, DocumentNodeKind kind, string text, int? line, int? column)
{
    private const int LongestSegment = 64;
    private DocumentNode? _parent;
    private string _segment = "$";

    public DocumentNodeKind Kind { get; } = kind;

    /// <summary>The text of a scalar; empty for the others.</summary>
    public string Text { get; } = text;

    public List<DocumentNode> Items { get; } = [];

    public List<KeyValuePair<DocumentNode, DocumentNode>> Fields { get; } = [];

    /// <summary>Whether nothing stands there: null, ~, or an empty plain value.</summary>
    public bool IsNull => Kind == DocumentNodeKind.Plain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Where the node stands, with its path from the root: <c>$.stages.use[0].amount</c>.</summary>
    public SourcePosition Where
    {
        get
        {
            Stack<string> segments = [];
            for (DocumentNode? node = this; node is not null; node = node._parent) segments.Push(node._segment);
            StringBuilder path = new();
            foreach (string segment in segments) path.Append(segment);
            return new SourcePosition(file, line, column, path.ToString());
        }
    }

    /// <summary>Gives the root another path than <c>$</c>, for a document inside a document.</summary>
    public void At(string path) => _segment = path;

    public void Add(DocumentNode item)
    {
        item._parent = this;
        item._segment = $"[{Items.Count}]";
        Items.Add(item);
    }

    public void Add(DocumentNode key, DocumentNode value)
    {
        string segment = key.Text.Length > LongestSegment ? $".{key.Text.AsSpan(0, LongestSegment)}…" : $".{key.Text}";
        (key._parent, key._segment) = (this, segment);
        (value._parent, value._segment) = (this, segment);
        Fields.Add(KeyValuePair.Create(key, value));
    }
}
