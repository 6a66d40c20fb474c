using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;
using CarbonLca.Stages;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>The states of operation of an energy use, and the load profile they come from.</summary>
/// <param name="States">The states.</param>
/// <param name="Where">Where they stand.</param>
/// <param name="Load">The load profile; null where the states are given.</param>
internal sealed record UseStates(ImmutableArray<StudyPowerState> States, SourcePosition Where, LoadProfile? Load);

/// <summary>Reads what belongs to use: states or a load profile, the overhead of a site, replacements.</summary>
/// <param name="findings">Takes what is found.</param>
/// <param name="isBill">Whether it is a bill's, which gives states and a PUE and nothing else.</param>
internal sealed class UseReader(FindingList findings, bool isBill)
{
    private static readonly string[] OverheadKeys = ["pue", "dcie", "overhead"];
    private static readonly Wording Power = new("a power with its unit, such as 250 W", "带单位的功率，例如 250 W");
    private static readonly Wording Share = new("a share from 0 to 1", "0 到 1 之间的份额");
    private static readonly Wording Years = new("a time with its unit, such as 4 a", "带单位的时间，例如 4 a");
    private readonly Values _values = new(findings);

    /// <summary>The states: <c>states</c>, or <c>load</c> with <c>idle</c> and <c>maximum</c> or a measured <c>curve</c>, and <c>loads</c>.</summary>
    /// <param name="use">The fields of the energy use.</param>
    /// <param name="hoursInYear">The hours of a year, of which a load takes its share.</param>
    public UseStates? ReadStates(FieldReader use, double hoursInYear)
    {
        if (!isBill && use.Has("load") && use.Has("states"))
        {
            findings.Add(Diagnostic.Error(FindingCode.SchemaInvalid, "The energy use gives both states and a load profile.", "能源使用同时给出了状态与负载曲线。") with
            {
                Where = use.Where,
                Expected = Wording.Same("states | load"),
                Next = new Wording("Keep one.", "请保留其一。"),
            });
            use.Optional("load");
            use.Optional("states");
            return null;
        }

        if (!isBill && use.Has("load")) return ReadLoad(use.Optional("load")!, hoursInYear);
        DocumentNode? node = use.Required("states", new Wording("a list of states with power and hours_per_year, or a load profile", "状态列表，每项含 power 与 hours_per_year；或负载曲线 load"));
        StudyPowerState?[]? states = _values.Sequence(node)?.Select(ReadState).ToArray();
        return states is null || states.Contains(null) ? null : new UseStates([.. states!], node!.Where, null);
    }

    /// <summary>The overhead of the site as PUE: <c>pue</c>, <c>dcie</c> or <c>overhead</c>.</summary>
    /// <param name="use">The fields of the energy use.</param>
    /// <param name="isLost">Whether one is given and cannot be read.</param>
    public Located<double>? ReadOverhead(FieldReader use, out bool isLost)
    {
        string[] keys = isBill ? ["pue"] : OverheadKeys;
        string[] given = [.. keys.Where(use.Has)];
        (string Key, Located<double>? Value)[] read = [.. keys.Select(key => (key, _values.Number(use.Optional(key))))];
        isLost = given.Length > 1 || read.Any(r => given.Contains(r.Key) && r.Value is null);
        if (given.Length > 1)
        {
            findings.Add(Diagnostic.Error(FindingCode.SchemaInvalid, "The overhead of the site is given more than once.", "站点附加能耗重复给出。") with
            {
                Where = use.Where,
                Found = string.Join(", ", given),
                Expected = Wording.Same(string.Join(" | ", OverheadKeys)),
            });
        }

        if (isLost || given.Length == 0) return null;
        Located<double> value = read.First(r => r.Key == given[0]).Value!.Value;
        ParameterFault? fault = given[0] switch { "dcie" => Facility.CheckDcie(value.Value), "overhead" => Facility.CheckOverhead(value.Value), _ => null };
        if (fault is { } wrong)
        {
            findings.Add(wrong.Fault with { Where = value.Where });
            isLost = true;
            return null;
        }

        return given[0] switch
        {
            "dcie" => value with { Value = Facility.PueOfDcie(value.Value) },
            "overhead" => value with { Value = Facility.PueOfOverhead(value.Value) },
            _ => value,
        };
    }

    /// <summary>How often a part is replaced: <c>{lifetime, part_life, mode}</c>.</summary>
    public Replacement? ReadReplacement(DocumentNode? node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<Quantity>? lifetime = _values.Quantity(fields.Required("lifetime", Years));
        Located<Quantity>? partLife = _values.Quantity(fields.Required("part_life", Years));
        Located<string>? mode = _values.Text(fields.Optional("mode"));
        fields.RefuseOthers();
        if (mode is { } m && m.Value is not ("whole" or "fractional"))
        {
            findings.Add(Diagnostic.Error(FindingCode.UnknownName, "The mode of replacement is not known.", "更换方式未知。") with { Where = m.Where, Found = Values.Short(m.Value), Expected = Wording.Same("whole | fractional") });
            return null;
        }

        if (lifetime is not { } l || partLife is not { } p) return null;
        ParameterFault[] faults = [.. Replacement.Check(l.Value, p.Value)];
        findings.AddRange(faults.Select(f => f.Fault with { Where = f.Parameter == "lifetime" ? l.Where : p.Where }));
        return faults.Length > 0 ? null : new Replacement(l.Value, p.Value, mode?.Value == "fractional");
    }

    private StudyPowerState? ReadState(DocumentNode node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<Quantity>? power = _values.Quantity(fields.Required("power", Power));
        Located<double>? hours = _values.Number(fields.Required("hours_per_year", new Wording("hours a year in this state", "每年处于该状态的小时数")));
        fields.RefuseOthers();
        return power is { } p && hours is { } h ? new StudyPowerState(p, h) : null;
    }

    private UseStates? ReadLoad(DocumentNode node, double hoursInYear)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        ImmutableArray<LoadPoint>? curve = ReadCurve(fields);
        DocumentNode? loadsNode = fields.Required("loads", new Wording("a list of utilisation and share of time", "利用率与时间份额的列表"));
        (DocumentNode Node, LoadShare? Load)[] loads = [.. (_values.Sequence(loadsNode) ?? []).Select(n => (n, ReadLoadShare(n)))];
        fields.RefuseOthers();
        if (curve is not { } points || loadsNode is null || loads.Any(l => l.Load is null)) return null;
        ImmutableArray<LoadShare> shares = [.. loads.Select(l => l.Load!.Value)];
        ParameterFault[] faults = [.. LoadProfile.Check(points, shares)];
        findings.AddRange(faults.Select(f => f.Fault with { Where = f.Parameter.StartsWith("loads", StringComparison.Ordinal) ? loadsNode.Where : node.Where }));
        if (faults.Length > 0) return null;
        LoadProfile profile = new(points, shares);
        return new UseStates([.. profile.ToStates(hoursInYear).Zip(loads, (s, l) => new StudyPowerState(new Located<Quantity>(s.Power, l.Node.Where), new Located<double>(s.HoursPerYear, l.Node.Where)))], node.Where, profile);
    }

    private ImmutableArray<LoadPoint>? ReadCurve(FieldReader fields)
    {
        if (fields.Has("curve"))
        {
            LoadPoint?[]? points = _values.Sequence(fields.Optional("curve"))?.Select(ReadPoint).ToArray();
            return points is null || points.Contains(null) ? null : [.. points.Select(p => p!.Value)];
        }

        Located<Quantity>? idle = _values.Quantity(fields.Required("idle", Power));
        Located<Quantity>? maximum = _values.Quantity(fields.Required("maximum", Power));
        return idle is { } low && maximum is { } high ? LoadProfile.Linear(low.Value, high.Value) : null;
    }

    private LoadPoint? ReadPoint(DocumentNode node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<double>? utilisation = _values.Number(fields.Required("utilisation", Share));
        Located<Quantity>? power = _values.Quantity(fields.Required("power", Power));
        fields.RefuseOthers();
        return utilisation is { } u && power is { } p ? new LoadPoint(u.Value, p.Value) : null;
    }

    private LoadShare? ReadLoadShare(DocumentNode node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<double>? utilisation = _values.Number(fields.Required("utilisation", Share));
        Located<double>? share = _values.Number(fields.Required("share", Share));
        fields.RefuseOthers();
        return utilisation is { } u && share is { } s ? new LoadShare(u.Value, s.Value) : null;
    }
}
