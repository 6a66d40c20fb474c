using System.Collections.Immutable;
using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads a product study written in YAML, or as the same in JSON (schema <c>study/1</c>).</summary>
/// <remarks>
/// Strict UTF-8, at most 8 MB and 32 levels deep. Unknown and repeated keys, anchors, aliases, tags, NaN, infinities and numbers
/// beyond a double are errors with line and column. Nothing in a file makes the reader throw.
/// </remarks>
public static class StudyReader
{
    private const string Schema = "study/1";

    /// <summary>Reads a study.</summary>
    /// <param name="name">The file as messages name it; read as JSON if it ends in <c>.json</c> or its content begins like JSON.</param>
    /// <param name="utf8">The bytes of the file.</param>
    public static StudyReadResult Read(string name, ReadOnlyMemory<byte> utf8)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        FindingList findings = new(DocumentLimits.Findings);
        if (DocumentText.Decode(name, utf8.Span, findings) is not { } text) return Refused(findings);
        bool isJson = name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || LooksLikeJson(text);
        DocumentNode? root = isJson ? JsonTree.Read(name, Encoding.UTF8.GetBytes(text), findings) : YamlTree.Read(name, text, findings);
        if (root is null || root.IsNull)
        {
            if (!findings.HasErrors) findings.Add(Diagnostic.Error(FindingCode.MissingField, "The file is empty.", "文件为空。") with { Where = new SourcePosition(name) });
            return Refused(findings);
        }

        return FieldReader.Of(root, findings) is { } fields ? Read(name, fields, findings) : Refused(findings);
    }

    private static bool LooksLikeJson(string text)
    {
        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        return start.StartsWith("{") && start[1..].TrimStart().StartsWith("\"");
    }

    private static StudyReadResult Refused(FindingList findings) => new() { Findings = findings.ToImmutable() };

    private static StudyReadResult Read(string name, FieldReader fields, FindingList findings)
    {
        Values values = new(findings);
        CheckSchema(values.Text(fields.Required("carbonlca", Wording.Same(Schema))), findings);
        Located<string>? id = values.Text(fields.Required("id", new Wording("an id such as rack-server", "标识，例如 rack-server")));
        if (id is { } given) findings.AddRange(StudyRules.CheckId(given, isBill: false));
        Wording? title = values.Bilingual(fields.Required("title", new Wording("the title", "标题")));
        StudyGoal? goal = ReadGoal(fields.Required("goal", new Wording("intended_use and audience", "intended_use 与 audience")), values, findings);
        (StudyScope? scope, Located<SystemBoundary>? boundary) = ReadScope(fields.Required("scope", new Wording("the scope", "研究范围")), values, findings);
        StudyUnit? functional = ReadUnit(fields.Required("functional_unit", new Wording("en, zh, amount and unit", "en、zh、amount 与 unit")), StudyRules.FunctionalUnitName, values, findings);
        StudyUnit? reference = ReadUnit(fields.Required("reference_flow", new Wording("en, zh, amount and unit", "en、zh、amount 与 unit")), StudyRules.ReferenceFlowName, values, findings);
        Located<string>? data = values.Text(fields.Required("data", new Wording("a bundled data set's name, or a path", "内置数据集名称或路径")));
        Located<string>? method = values.Text(fields.Required("method", new Wording("a method such as gwp100-ar6", "方法，例如 gwp100-ar6")));
        StudyEndOfLife? endOfLife = new EndOfLifeReader(findings).ReadMethod(fields.Optional("end_of_life"));
        ElectricityReader electricityReader = new(findings);
        StudyElectricity? electricity = electricityReader.Read(fields.Optional("electricity"));
        StudyChoices choices = new StudyChoicesReader(findings).Read(fields);
        ImmutableArray<StudyStage> stages = ReadStages(fields.Required("stages", new Wording("the stages with their items", "各阶段及其条目")), boundary, values, findings);
        (CriticalReview? review, Located<bool> isForPublicComparison) = new ReviewReader(findings).Read(fields.Optional("review"), fields.Optional("public_comparison"), scope);
        StudyTiming? timing = new TimingReader(findings).Read(fields.Optional("timing"));
        ImmutableArray<SeparateFigure> separate = new SeparateFigureReader(findings).Read(fields.Optional("separate_figures"));
        StudyCutOffs? cutOffs = CutOffReader.Read(fields.Optional("cut_offs"), values, findings);
        fields.RefuseOthers();

        bool isWhole = !findings.HasErrors && id is not null && title is not null && goal is not null && scope is not null && boundary is not null
            && functional is not null && reference is not null && data is not null && method is not null;
        return new StudyReadResult
        {
            Findings = findings.ToImmutable(),
            Data = data,
            Method = method,
            Lines = [.. stages.SelectMany(s => s.Lines)],
            OwnProviders = [.. electricityReader.Names],
            Study = !isWhole ? null : new Study
            {
                Id = id!.Value,
                Title = title!.Value,
                Goal = goal,
                Scope = scope,
                Boundary = boundary!.Value,
                FunctionalUnit = functional!,
                ReferenceFlow = reference!,
                Data = data!.Value,
                Method = method!.Value,
                Stages = stages,
                Review = review,
                IsForPublicComparison = isForPublicComparison,
                Timing = timing,
                SeparateFigures = separate,
                CutOffs = cutOffs ?? StudyCutOffs.None,
                EndOfLife = endOfLife,
                Electricity = electricity,
                Sensitivity = choices.Sensitivity,
                Intensities = choices.Intensities,
                Where = new SourcePosition(name),
            },
        };
    }

    private static void CheckSchema(Located<string>? schema, FindingList findings)
    {
        if (schema is not { } given || given.Value == Schema) return;
        findings.Add(Diagnostic.Error(FindingCode.NotSupported, "The study follows a schema that this version does not read.", "该研究所用的格式版本无法读取。") with
        {
            Where = given.Where,
            Found = Values.Short(given.Value),
            Expected = Wording.Same(Schema),
        });
    }

    private static StudyGoal? ReadGoal(DocumentNode? node, Values values, FindingList findings)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Wording? use = values.Bilingual(fields.Required("intended_use", new Wording("what the result is for", "结果的用途")));
        Wording? audience = values.Bilingual(fields.Required("audience", new Wording("who reads it", "目标读者")));
        fields.RefuseOthers();
        return use is { } u && audience is { } a ? new StudyGoal(u, a) : null;
    }

    private static (StudyScope? Scope, Located<SystemBoundary>? Boundary) ReadScope(DocumentNode? node, Values values, FindingList findings)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return default;
        Located<string>?[]? standards = values.Sequence(fields.Required("standards", new Wording("a list such as [ISO 14067:2018]", "列表，例如 [GB/T 24067-2024]")))?.Select(values.Text).ToArray();
        Wording choices = Wording.Same(string.Join(" | ", SystemBoundaries.All.Select(b => b.Key())));
        Located<SystemBoundary>? boundary = values.OneOf(fields.Required("boundary", choices), SystemBoundaries.All, b => b.Key());
        Wording? product = values.Bilingual(fields.Required("product", new Wording("the product", "产品")));
        Wording? function = values.Bilingual(fields.Required("function", new Wording("what the product does", "产品的功能")));
        Wording? geography = values.Bilingual(fields.Required("geography", new Wording("where it is made, used and disposed of", "生产、使用与处置的地域")));
        Located<StudyPeriod>? period = ReadPeriod(fields.Required("period", new Wording("from and to", "from 与 to")), values, findings);
        Wording? pcr = values.Bilingual(fields.Required("pcr", new Wording("the product category rule, or why none is used", "所用产品种类规则，或未使用的原因")));
        ImmutableArray<Wording>? assumptions = ReadTexts(fields.Required("assumptions", new Wording("a list; [] when there are none", "列表；没有时写 []")), values);
        ImmutableArray<Wording>? limits = ReadTexts(fields.Required("limits", new Wording("a list; [] when there are none", "列表；没有时写 []")), values);
        fields.RefuseOthers();
        if (standards is null || standards.Any(s => s is null) || product is not { } p || function is not { } f || geography is not { } g || period is not { } t || pcr is not { } rule || assumptions is not { } assumed || limits is not { } limited) return (null, boundary);
        StudyScope scope = new()
        {
            Standards = [.. standards.Select(s => s!.Value.Value)],
            Product = p,
            Function = f,
            Geography = g,
            Period = t,
            Pcr = rule,
            Assumptions = assumed,
            Limits = limited,
        };
        findings.AddRange(StudyRules.CheckScope(scope, node!.Where));
        return (scope, boundary);
    }

    private static ImmutableArray<Wording>? ReadTexts(DocumentNode? node, Values values)
    {
        Wording?[]? texts = values.Sequence(node)?.Select(values.Bilingual).ToArray();
        return texts is null || texts.Any(t => t is null) ? null : [.. texts.Select(t => t!.Value)];
    }

    private static Located<StudyPeriod>? ReadPeriod(DocumentNode? node, Values values, FindingList findings)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        DateOnly? from = values.Date(fields.Required("from", new Wording("the first day", "起始日期")));
        DateOnly? to = values.Date(fields.Required("to", new Wording("the last day", "结束日期")));
        fields.RefuseOthers();
        return from is { } f && to is { } t ? new Located<StudyPeriod>(new StudyPeriod(f, t), node!.Where) : null;
    }

    private static StudyUnit? ReadUnit(DocumentNode? node, Wording name, Values values, FindingList findings)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Wording? text = values.Bilingual(fields);
        Located<double>? amount = values.Number(fields.Required("amount", new Wording("how much", "数量")));
        Located<string>? unit = values.Text(fields.Required("unit", new Wording("the unit of the amount", "数量的单位")));
        fields.RefuseOthers();
        if (text is not { } t || amount is not { } a || unit is not { } u) return null;
        StudyUnit read = new(t, a, u);
        findings.AddRange(StudyRules.CheckUnit(read, name));
        return read;
    }

    private static ImmutableArray<StudyStage> ReadStages(DocumentNode? node, Located<SystemBoundary>? boundary, Values values, FindingList findings)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return [];
        LineReader reader = new(findings);
        List<StudyStage> stages = [];
        List<LifeCycleStage> described = [];
        foreach (LifeCycleStage stage in LifeCycleStages.All)
        {
            if (values.Sequence(fields.Optional(stage.Key())) is not { Count: > 0 } items) continue;
            described.Add(stage);
            stages.Add(new StudyStage(stage, [.. items.Select(reader.Read).OfType<StudyLine>()]));
        }

        if (stages.Exists(s => s.Lines.Any(l => l is ProvidedLine { EndOfLife: not null })) && boundary?.Value.PermittedStages().Contains(LifeCycleStage.EndOfLife) == true) described.Add(LifeCycleStage.EndOfLife);
        fields.RefuseOthers();
        if (boundary is { } declared) findings.AddRange(StudyRules.CheckStages(declared, described));
        return [.. stages];
    }
}
