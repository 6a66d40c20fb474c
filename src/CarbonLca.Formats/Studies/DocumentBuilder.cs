using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Studies;

/// <summary>Puts the events of a parser together into a tree, within limits, refusing keys that are used twice. Keeps its own stack.</summary>
internal sealed class DocumentBuilder(FindingList findings)
{
    private readonly Stack<Frame> _open = new();
    private int _count;

    public DocumentNode? Root { get; private set; }

    /// <summary>Whether there is a root and everything opened is closed.</summary>
    public bool IsComplete => Root is not null && _open.Count == 0;

    /// <summary>Whether a key, not a value, comes next.</summary>
    public bool ExpectsKey => _open.TryPeek(out Frame? frame) && frame.Node.Kind == DocumentNodeKind.Mapping && frame.Key is null;

    /// <summary>Adds a scalar, or opens a list or mapping; false when a limit or rule stops the reading.</summary>
    public bool Add(DocumentNode node)
    {
        if (++_count > DocumentLimits.Nodes)
        {
            findings.Add(DocumentLimits.TooMany(node.Where));
            return false;
        }

        bool isScalar = node.Kind is DocumentNodeKind.Text or DocumentNodeKind.Plain;
        if (ExpectsKey)
        {
            if (!isScalar)
            {
                findings.Add(Diagnostic.Error(FindingCode.SchemaInvalid, "A list or mapping stands where a key should.", "应为键的位置出现了列表或映射。") with
                {
                    Where = node.Where,
                    Expected = new Wording("a key: a single word", "一个键（单个词）"),
                });
                return false;
            }

            _open.Peek().Key = node;
            return true;
        }

        Attach(node);
        if (isScalar) return true;
        if (_open.Count >= DocumentLimits.Depth)
        {
            findings.Add(DocumentLimits.TooDeep(node.Where));
            return false;
        }

        _open.Push(new Frame(node));
        return true;
    }

    /// <summary>Closes the innermost list or mapping.</summary>
    public void Close() => _open.Pop();

    private void Attach(DocumentNode node)
    {
        if (!_open.TryPeek(out Frame? frame))
        {
            Root ??= node;
            return;
        }

        if (frame.Key is not { } key)
        {
            frame.Node.Add(node);
            return;
        }

        frame.Key = null;
        frame.Node.Add(key, node);
        if (frame.Seen.TryAdd(key.Text, key)) return;
        frame.Node.Fields.RemoveAt(frame.Node.Fields.Count - 1);
        findings.Add(Diagnostic.Error(FindingCode.Duplicate, $"The key '{key.Text}' stands twice in the same mapping.", $"键 '{key.Text}' 在同一映射中出现两次。") with
        {
            Where = key.Where,
            Found = key.Text,
            Next = new Wording($"Remove one of them; the first is at {frame.Seen[key.Text].Where}.", $"请删去其一；第一处位于 {frame.Seen[key.Text].Where}。"),
        });
    }

    private sealed class Frame(DocumentNode node)
    {
        public DocumentNode Node { get; } = node;

        public DocumentNode? Key { get; set; }

        public Dictionary<string, DocumentNode> Seen { get; } = new(StringComparer.Ordinal);
    }
}
