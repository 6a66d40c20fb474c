using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads one product's bill of materials, as a supplier sends it, into a study.</summary>
/// <remarks>
/// <c>{"id", "product": text or {en, zh}, "unit": "piece", "amount": 1, "boundary": "cradle-to-gate", "lines": [{"item", "amount",
/// "unit", "provider" or "factor": {value, unit, gwp, origin, source}, "stage", "source", "quality", "yield", "uncertainty"}]}</c>.
/// Lines are those of a study with a <c>stage</c> of their own, <c>raw_materials</c> where none is given. A line without source or
/// quality counts as declared by the supplier, and a warning says how many there are. A bill has no goal and scope.
/// </remarks>
public static class BillOfMaterialsReader
{
    /// <summary>Reads a bill.</summary>
    /// <param name="name">The document as messages name it.</param>
    /// <param name="bill">The bill's JSON object.</param>
    /// <param name="data">The background data set that its providers belong to.</param>
    /// <param name="method">The impact method.</param>
    /// <param name="path">The JSON path of <paramref name="bill"/> in its document.</param>
    public static StudyReadResult Read(string name, JsonElement bill, string data, string method, string path = "$")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(data);
        ArgumentException.ThrowIfNullOrWhiteSpace(method);
        ArgumentNullException.ThrowIfNull(path);
        FindingList findings = new(DocumentLimits.Findings);
        DocumentNode? root = JsonTree.Read(name, path, bill, findings);
        return FieldReader.Of(root, findings) is { } fields
            ? Read(fields, data, method, findings)
            : new StudyReadResult { Findings = findings.ToImmutable(), Data = data, Method = method };
    }

    private static StudyReadResult Read(FieldReader fields, string data, string method, FindingList findings)
    {
        Values values = new(findings);
        Located<string>? id = values.Text(fields.Required("id", new Wording("the supplier's product number", "供应商的产品编号")));
        if (id is { } given) findings.AddRange(StudyRules.CheckId(given, isBill: true));
        Wording? product = values.Bilingual(fields.Required("product", new Wording("the product's name", "产品名称")));
        Located<string> unit = values.Text(fields.Optional("unit")) ?? "piece";
        Located<double> amount = values.Number(fields.Optional("amount")) ?? 1;
        Located<SystemBoundary> boundary = values.OneOf(fields.Optional("boundary"), SystemBoundaries.All, b => b.Key()) ?? new Located<SystemBoundary>(SystemBoundary.CradleToGate, fields.Where);
        StudyUnit? reference = product is { } text ? new StudyUnit(text, amount, unit) : null;
        if (reference is not null) findings.AddRange(StudyRules.CheckUnit(reference, StudyRules.ReferenceFlowName));

        LineReader reader = new(findings, new LineDefaults(new Wording("bill of materials; no source stated", "物料清单；未注明来源"), SourceKind.Declared));
        DocumentNode? linesNode = fields.Required("lines", new Wording("a list of at least one item", "至少一个条目的列表"));
        List<(LifeCycleStage Stage, StudyLine? Line)> lines = [.. (values.Sequence(linesNode) ?? []).Select(node => ReadLine(node, reader, values, findings))];
        fields.RefuseOthers();
        if (linesNode is not null) findings.AddRange(StudyRules.CheckStages(boundary, lines.Select(l => l.Stage).Where(s => s != LifeCycleStage.Unassigned)));
        bool isWhole = !findings.HasErrors && id is not null && reference is not null;
        if (reader.Unsourced > 0) findings.Add(Unsourced(reader.Unsourced, lines.Count, linesNode!.Where));

        return new StudyReadResult
        {
            Findings = findings.ToImmutable(),
            Data = data,
            Method = method,
            Lines = [.. lines.Select(l => l.Line).OfType<StudyLine>()],
            Study = !isWhole ? null : new Study
            {
                Id = id!.Value,
                Title = product!.Value,
                Boundary = boundary,
                FunctionalUnit = reference!,
                ReferenceFlow = reference!,
                Data = data,
                Method = method,
                Stages = [.. lines.GroupBy(l => l.Stage).OrderBy(g => g.Key).Select(g => new StudyStage(g.Key, [.. g.Select(l => l.Line!)]))],
                Where = fields.Where,
            },
        };
    }

    private static (LifeCycleStage Stage, StudyLine? Line) ReadLine(DocumentNode node, LineReader reader, Values values, FindingList findings)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return (LifeCycleStage.Unassigned, null);
        DocumentNode? stageNode = fields.Optional("stage");
        LifeCycleStage stage = stageNode is null
            ? LifeCycleStage.RawMaterials
            : values.OneOf(stageNode, LifeCycleStages.All, s => s.Key())?.Value ?? LifeCycleStage.Unassigned;
        return (stage, reader.Read(fields));
    }

    private static Diagnostic Unsourced(int count, int all, SourcePosition where) =>
        Diagnostic.Warning(FindingCode.MissingField, $"{count} of {all} lines state no source or no quality; they count as declared by the supplier.", $"{all} 行中有 {count} 行未注明来源或质量；按供应商声明计。") with
        {
            Where = where,
            Expected = new Wording("source and quality in every line", "每行均有 source 与 quality"),
        };
}
