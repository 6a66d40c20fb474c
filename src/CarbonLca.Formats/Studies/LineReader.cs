using System.Collections.Immutable;
using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads the items of a stage. A line that breaks a rule is reported and still given back, for further checks.</summary>
/// <param name="findings">Takes what is found.</param>
/// <param name="unsourced">What stands for a source and a quality that are not given; null when both must be.</param>
internal sealed class LineReader(FindingList findings, LineDefaults? unsourced = null)
{
    private static readonly UncertaintyKind[] Kinds = [UncertaintyKind.Lognormal, UncertaintyKind.Normal, UncertaintyKind.Triangular, UncertaintyKind.Uniform];
    private static readonly string[] BillKeys = ["provider", "factor", "transport", "energy_use"];
    private static readonly string[] StudyKeys = [.. BillKeys, "supplier_footprint", .. ModelReader.Keys];
    private static readonly string[] AmountKeys = ["amount", "unit", "yield", "credit"];
    private readonly Values _values = new(findings);
    private readonly bool _isBill = unsourced is not null;
    private readonly AlternativeReader _alternatives = new(findings);
    private readonly UseReader _use = new(findings, unsourced is not null);

    private string[] KindKeys => _isBill ? BillKeys : StudyKeys;

    /// <summary>How many lines so far gave no source or no quality.</summary>
    public int Unsourced { get; private set; }

    /// <summary>A line; null when it lacks so much that it says nothing.</summary>
    public StudyLine? Read(DocumentNode node) => FieldReader.Of(node, findings) is { } fields ? Read(fields) : null;

    /// <summary>A line out of a mapping of which the caller has taken the fields of its own.</summary>
    public StudyLine? Read(FieldReader fields)
    {
        Head? head = ReadHead(fields);
        string[] kinds = [.. KindKeys.Where(fields.Has)];
        StudyLine? line = null;
        if (kinds.Length == 1) line = ReadKind(kinds[0], fields, head);
        else RefuseKind(fields, kinds);
        ImmutableArray<LineAlternative> alternatives = _isBill ? [] : _alternatives.Read(fields, Read);
        fields.RefuseOthers();
        if (line is null) return null;
        line = line with { Rating = head!.Rating, IsOffset = head.Offset, Uncertainty = head.Uncertainty, Where = head.Where, Alternatives = alternatives };
        findings.AddRange(StudyRules.Check(line).Where(f => f.Severity == Severity.Error));
        return line;
    }

    private StudyLine? ReadKind(string kind, FieldReader fields, Head? head) => kind switch
    {
        "provider" => ReadProvided(fields, head),
        "factor" => ReadFactor(fields, head),
        "supplier_footprint" => ReadSupplied(fields, head),
        "transport" => ReadTransport(fields, head),
        "energy_use" => ReadEnergyUse(fields, head),
        _ => ReadModel(kind, fields, head),
    };

    private void RefuseKind(FieldReader fields, string[] kinds)
    {
        foreach (string key in AmountKeys.Concat(KindKeys)) fields.Optional(key);
        Wording expected = new($"one of {string.Join(", ", KindKeys)}", $"{string.Join("、", KindKeys)} 之一");
        findings.Add(kinds.Length == 0
            ? Diagnostic.Error(FindingCode.MissingField, "The item does not say what supplies it.", "条目未说明由什么供应。") with { Where = fields.Where, Expected = expected }
            : Diagnostic.Error(FindingCode.SchemaInvalid, "The item says more than once what supplies it.", "条目重复说明了由什么供应。") with
            {
                Where = fields.Where,
                Found = string.Join(", ", kinds),
                Expected = expected,
                Next = new Wording("Keep one, or split the item.", "请保留其一，或拆分条目。"),
            });
    }

    private Head? ReadHead(FieldReader fields)
    {
        Wording? item = _values.Bilingual(fields.Required("item", new Wording("what the item is", "条目名称")));
        bool isSourced = fields.Has("source") && fields.Has("quality");
        if (unsourced is not null && !isSourced) Unsourced++;
        DocumentNode? sourceNode = unsourced is null
            ? fields.Required("source", new Wording("where the amount comes from", "数量的来源"))
            : fields.Optional("source");
        DocumentNode? qualityNode = unsourced is null
            ? fields.Required("quality", Wording.Same(string.Join(" | ", SourceKinds.All.Select(q => q.Key()))))
            : fields.Optional("quality");
        ReadQuality stated = QualityReader.Read(qualityNode, _values, findings);
        Wording? source = sourceNode is null ? unsourced?.Source : _values.Bilingual(sourceNode);
        SourceKind? quality = qualityNode is null ? unsourced?.Quality : stated.Kind;
        Located<bool> offset = _values.Bool(fields.Optional("offset")) ?? false;
        StudyUncertainty? uncertainty = ReadUncertainty(fields.Optional("uncertainty"));
        return item is { } i && source is { } s && quality is { } q ? new Head(i, s, q, stated.Rating, offset, uncertainty, fields.Where) : null;
    }

    /// <summary>A field that a study's line may have and a bill's has not.</summary>
    private DocumentNode? OfStudies(FieldReader fields, string key) => _isBill ? null : fields.Optional(key);

    private StudyUncertainty? ReadUncertainty(DocumentNode? node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Wording shapes = new("lognormal, normal, triangular or uniform", "lognormal、normal、triangular 或 uniform");
        Located<UncertaintyKind>? kind = _values.OneOf(fields.Required("distribution", shapes), Kinds, k => k.ToString().ToLowerInvariant());
        if (kind is not { } shape) return null;
        double? spread = 0;
        double? minimum = 0;
        double? maximum = 0;
        if (shape.Value == UncertaintyKind.Lognormal)
        {
            spread = _values.Number(fields.Required("gsd", new Wording("the geometric standard deviation", "几何标准差")))?.Value;
        }
        else if (shape.Value == UncertaintyKind.Normal)
        {
            spread = _values.Number(fields.Required("sd", new Wording("the standard deviation in the unit of the item", "以条目单位表示的标准差")))?.Value;
        }
        else
        {
            minimum = _values.Number(fields.Required("minimum", new Wording("the lower end in the unit of the item", "以条目单位表示的下限")))?.Value;
            maximum = _values.Number(fields.Required("maximum", new Wording("the upper end in the unit of the item", "以条目单位表示的上限")))?.Value;
        }

        fields.RefuseOthers();
        return spread is { } s && minimum is { } low && maximum is { } high ? new StudyUncertainty(shape.Value, s, low, high, node!.Where) : null;
    }

    private Amount? ReadAmount(FieldReader fields)
    {
        Located<double>? amount = _values.Number(fields.Required("amount", new Wording("how much", "数量")));
        Located<string>? unit = _values.Text(fields.Required("unit", new Wording("the unit of the amount", "数量的单位")));
        Located<double> yield = _values.Number(fields.Optional("yield")) ?? 1;
        Located<bool> credit = _values.Bool(fields.Optional("credit")) ?? false;
        DocumentNode? replacementNode = OfStudies(fields, "replacement");
        Replacement? replacement = _use.ReadReplacement(replacementNode);
        bool isLost = replacementNode is not null && replacement is null;
        return amount is { } a && unit is { } u && !isLost ? new Amount(a, u, yield, credit.Value, replacement) : null;
    }

    private ProvidedLine? ReadProvided(FieldReader fields, Head? head)
    {
        Amount? amount = ReadAmount(fields);
        Located<string>? provider = _values.Text(fields.Optional("provider"));
        DocumentNode? cycleNode = OfStudies(fields, "end_of_life");
        MaterialEndOfLife? cycle = new EndOfLifeReader(findings).ReadMaterial(cycleNode);
        if (cycleNode is not null && cycle is null) return null;
        if (head is null || amount is null || provider is not { } supplier) return null;
        return new ProvidedLine
        {
            Item = head.Item,
            Source = head.Source,
            Quality = head.Quality,
            Amount = amount.Value,
            Unit = amount.Unit,
            Yield = amount.Yield,
            IsCredit = amount.IsCredit,
            Replacement = amount.Replacement,
            Provider = supplier,
            EndOfLife = cycle,
        };
    }

    private FactorLine? ReadFactor(FieldReader fields, Head? head)
    {
        Amount? amount = ReadAmount(fields);
        if (FieldReader.Of(fields.Optional("factor"), findings) is not { } factor) return null;
        Located<double>? value = _values.Number(factor.Required("value", new Wording("the figure", "数值")));
        DocumentNode? unitNode = factor.Required("unit", new Wording("a unit such as kg CO2e/kg", "单位，例如 kg CO2e/kg"));
        Unit? unit = _values.Text(unitNode) is { } text ? _values.Unit(text.Value, unitNode!) : null;
        Located<GwpSet>? set = _values.OneOf(factor.Required("gwp", new Wording("AR4, AR5, AR6, or unstated where the source does not say", "AR4、AR5、AR6；来源未说明时写 unstated")), GwpSets.All, s => s.Key());
        Located<CarbonOrigin>? origin = _values.OneOf(factor.Required("origin", new Wording("fossil, biogenic, land-use or aircraft", "fossil、biogenic、land-use 或 aircraft")), CarbonOrigins.All, o => o.Key());
        Wording? source = _values.Bilingual(factor.Optional("source"));
        StudyUncertainty? spread = ReadUncertainty(factor.Optional("uncertainty"));
        FactorScope? scope = _values.OneOf(OfStudies(factor, "scope"), GridFactorWords.Scopes, s => s.Key())?.Value;
        factor.RefuseOthers();
        if (head is null || amount is null || value is not { } v || unit is null || set is not { } s || origin is not { } o) return null;
        return new FactorLine
        {
            Item = head.Item,
            Source = head.Source,
            Quality = head.Quality,
            Amount = amount.Value,
            Unit = amount.Unit,
            Yield = amount.Yield,
            IsCredit = amount.IsCredit,
            Replacement = amount.Replacement,
            Factor = new Located<Quantity>(new Quantity(v.Value, unit), v.Where),
            GwpSet = s.Value,
            Origin = o.Value,
            Scope = scope,
            FactorSource = source,
            FactorUncertainty = spread,
        };
    }

    private SupplierFootprintLine? ReadSupplied(FieldReader fields, Head? head)
    {
        Amount? amount = ReadAmount(fields);
        SupplierFootprint? footprint = SupplierFootprintReader.Read(fields.Optional("supplier_footprint"), _values, findings, ReadUncertainty);
        if (head is null || amount is null || footprint is null) return null;
        return new SupplierFootprintLine
        {
            Item = head.Item,
            Source = head.Source,
            Quality = head.Quality,
            Amount = amount.Value,
            Unit = amount.Unit,
            Yield = amount.Yield,
            IsCredit = amount.IsCredit,
            Replacement = amount.Replacement,
            Footprint = footprint,
        };
    }

    private TransportLine? ReadTransport(FieldReader fields, Head? head)
    {
        if (FieldReader.Of(fields.Optional("transport"), findings) is not { } transport) return null;
        Located<Quantity>? mass = _values.Quantity(transport.Required("mass", new Wording("a mass with its unit, such as 26.3 kg", "带单位的质量，例如 26.3 kg")));
        DocumentNode? packagingNode = OfStudies(transport, "packaging");
        Located<Quantity>? packaging = _values.Quantity(packagingNode);
        IReadOnlyList<DocumentNode>? nodes = _values.Sequence(transport.Required("legs", new Wording("a list of legs with provider and distance", "路段列表，每段含供应过程与距离")));
        Located<string>? carries = _values.Text(transport.Optional("carries"));
        transport.RefuseOthers();
        StudyLeg?[]? legs = nodes?.Select(ReadLeg).ToArray();
        if (head is null || mass is not { } m || legs is null || legs.Any(l => l is null) || (packagingNode is not null && packaging is null)) return null;
        return new TransportLine
        {
            Item = head.Item,
            Source = head.Source,
            Quality = head.Quality,
            Mass = m,
            Packaging = packaging,
            Carries = carries,
            Legs = [.. legs!],
        };
    }

    private StudyLeg? ReadLeg(DocumentNode node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<string>? provider = _values.Text(fields.Required("provider", new Wording("the id of a transport process", "运输过程的标识")));
        Located<Quantity>? distance = _values.Quantity(fields.Required("distance", new Wording("a distance with its unit, such as 1200 km", "带单位的距离，例如 1200 km")));
        fields.RefuseOthers();
        return provider is { } p && distance is { } d ? new StudyLeg(p, d) : null;
    }

    private EnergyUseLine? ReadEnergyUse(FieldReader fields, Head? head)
    {
        if (FieldReader.Of(fields.Optional("energy_use"), findings) is not { } use) return null;
        Located<Quantity>? lifetime = _values.Quantity(use.Required("lifetime", new Wording("a time with its unit, such as 4 a", "带单位的时间，例如 4 a")));
        Located<double>? pue = _use.ReadOverhead(use, out bool isPueLost);
        DocumentNode? hoursNode = use.Optional("hours_in_year");
        Located<double>? hours = hoursNode is null ? EnergyUse.CommonYearHours : _values.Number(hoursNode);
        Located<string>? provider = _values.Text(use.Required("provider", new Wording("the id of an energy process", "能源过程的标识")));
        UseStates? states = _use.ReadStates(use, hours?.Value ?? EnergyUse.CommonYearHours);
        use.RefuseOthers();
        if (head is null || states is null || lifetime is not { } life || hours is not { } h || provider is not { } supplier || isPueLost) return null;
        return new EnergyUseLine
        {
            Item = head.Item,
            Source = head.Source,
            Quality = head.Quality,
            States = states.States,
            StatesWhere = states.Where,
            Load = states.Load,
            Lifetime = life,
            Pue = pue,
            HoursInYear = h,
            Provider = supplier,
        };
    }

    private ModelLine? ReadModel(string key, FieldReader fields, Head? head)
    {
        if (new ModelReader(findings).Read(key, fields.Optional(key)) is not { } read || head is null) return null;
        return new ModelLine { Item = head.Item, Source = head.Source, Quality = head.Quality, Model = read.Model, Key = key, Providers = read.Providers };
    }

    private sealed record Head(Wording Item, Wording Source, SourceKind Quality, DataRating? Rating, Located<bool> Offset, StudyUncertainty? Uncertainty, SourcePosition Where);

    private sealed record Amount(Located<double> Value, Located<string> Unit, Located<double> Yield, bool IsCredit, Replacement? Replacement);
}

/// <summary>What stands for a source and a quality that a line does not give.</summary>
/// <param name="Source">The source.</param>
/// <param name="Quality">The quality.</param>
internal sealed record LineDefaults(Wording Source, SourceKind Quality);
