using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Studies;

/// <summary>Takes fields out of a mapping by key; what nobody asked for is refused at the end.</summary>
internal sealed class FieldReader
{
    private readonly DocumentNode _mapping;
    private readonly FindingList _findings;
    private readonly Dictionary<string, DocumentNode> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private FieldReader(DocumentNode mapping, FindingList findings)
    {
        _mapping = mapping;
        _findings = findings;
        foreach ((DocumentNode key, DocumentNode value) in mapping.Fields) _fields[key.Text] = value;
    }

    public SourcePosition Where => _mapping.Where;

    /// <summary>The mapping.</summary>
    public DocumentNode Node => _mapping;

    /// <summary>The fields of a node; null when it is null or, with a finding, no mapping.</summary>
    public static FieldReader? Of(DocumentNode? node, FindingList findings)
    {
        if (node is null) return null;
        if (node.Kind == DocumentNodeKind.Mapping) return new FieldReader(node, findings);
        findings.Add(Values.WrongShape(node, new Wording("keys with values", "键值对")));
        return null;
    }

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string key) => _fields.TryGetValue(key, out DocumentNode? value) && !value.IsNull;

    /// <summary>The value of a field; null when it is absent or null.</summary>
    public DocumentNode? Optional(string key)
    {
        _known.Add(key);
        return Has(key) ? _fields[key] : null;
    }

    /// <summary>The value of a field; null, with a finding, when it is absent or null.</summary>
    public DocumentNode? Required(string key, Wording expected)
    {
        if (Optional(key) is { } value) return value;
        SourcePosition where = _fields.TryGetValue(key, out DocumentNode? empty) ? empty.Where : _mapping.Where;
        _findings.Add(Diagnostic.Error(FindingCode.MissingField, $"The field '{key}' is missing.", $"缺少字段 '{key}'。") with
        {
            Where = where,
            Expected = expected,
        });
        return null;
    }

    /// <summary>Refuses every field that nobody asked for, naming the closest that exists.</summary>
    public void RefuseOthers()
    {
        string known = string.Join(", ", _known);
        foreach ((DocumentNode key, _) in _mapping.Fields)
        {
            if (_known.Contains(key.Text)) continue;
            string? near = _findings.IsFull ? null : Closest.To(key.Text, _known);
            _findings.Add(Diagnostic.Error(FindingCode.UnknownField, $"The field '{Values.Short(key.Text)}' is not known here.", $"此处没有字段 '{Values.Short(key.Text)}'。") with
            {
                Where = key.Where,
                Found = Values.Short(key.Text),
                Expected = new Wording($"one of {known}", $"以下之一：{known}"),
                Next = near is null ? new Wording("Remove it.", "请删除该字段。") : new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。"),
            });
        }
    }
}
