using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Studies;
using CarbonLca.Systems;

namespace CarbonLca.Reporting.Quality;

/// <summary>Estimates what a study leaves out and what its data leave open.</summary>
/// <remarks>
/// <para>By mass or energy: the mean footprint per kg or MJ of the study's items that are measured so.</para>
/// <para>
/// What the data leave open has no provider, and often no like; it is estimated by the median footprint of all products of the same
/// dimension that take part. Where a process has several columns by allocation, the flow counts in full for each, an upper bound.
/// </para>
/// </remarks>
internal sealed class CutOffAssessment
{
    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Unit Megajoule = Unit.Parse("MJ");
    private static readonly Unit Equivalents = Unit.Parse("kg CO2e");

    private readonly ProductAssessment _assessment;
    private readonly StudyForeground _foreground;
    private readonly int _category;
    private readonly Basis _mass;
    private readonly Basis _energy;
    private readonly Dictionary<(Dimension, FlowKind), double?> _medians = [];

    private CutOffAssessment(ProductAssessment assessment, StudyForeground foreground)
    {
        _assessment = assessment;
        _foreground = foreground;
        _category = assessment.Headline;
        _mass = BasisIn(Kilogram);
        _energy = BasisIn(Megajoule);
    }

    /// <summary>The register of a study's footprint.</summary>
    public static CutOffRegister Of(ProductAssessment assessment, StudyForeground foreground) => new CutOffAssessment(assessment, foreground).Register();

    private CutOffRegister Register()
    {
        Cut[] cuts = [.. _foreground.Study.CutOffs.Flows.Select(Declared), .. Open()];
        double total = Math.Abs(_assessment.Impact[_category]) + cuts.Sum(c => Math.Abs(c.Value ?? 0));
        double mass = _mass.Amount + cuts.Sum(c => c.Mass ?? 0);
        double energy = _energy.Amount + cuts.Sum(c => c.Energy ?? 0);
        ImmutableArray<CutOffEntry> entries =
        [
            .. cuts.Select(c => c.Entry with
            {
                Value = c.Value,
                Percent = Share(c.Value is { } value ? Math.Abs(value) : null, total),
                MassPercent = Share(c.Mass, mass),
                EnergyPercent = Share(c.Energy, energy),
            })
            .OrderByDescending(e => e.IsDeclared).ThenBy(e => e.Percent is null).ThenByDescending(e => e.Percent),
        ];
        return new CutOffRegister
        {
            Criteria = _foreground.Study.CutOffs.Criteria,
            Entries = entries,
            Percent = entries.Sum(e => e.Percent ?? 0),
            MassPercent = mass == 0 ? null : entries.Sum(e => e.MassPercent ?? 0),
            EnergyPercent = energy == 0 ? null : entries.Sum(e => e.EnergyPercent ?? 0),
        };

        static double? Share(double? part, double whole) => part is { } p ? whole == 0 ? 0 : 100 * p / whole : null;
    }

    private Cut Declared(CutOffFlow flow)
    {
        Flow? provided = flow.Estimate is CutOffEstimate.ByProvider given ? _assessment.System.ReferenceFlowOf(_assessment.System.FindColumn(given.Id.Value)) : null;
        Unit? unit = provided is not null ? LineEmission.UnitOf(flow.Unit.Value, provided) : UnitCatalog.TryParse(flow.Unit.Value, out Unit? known) ? known : null;
        double amount = flow.Amount.Value;
        double? mass = In(unit, amount, Kilogram, provided);
        double? energy = In(unit, amount, Megajoule, provided);
        double? value = flow.Estimate switch
        {
            CutOffEstimate.ByMass => mass * _mass.Intensity,
            CutOffEstimate.ByEnergy => energy * _energy.Intensity,
            CutOffEstimate.Figure figure => figure.Value.Value.In(Equivalents),
            CutOffEstimate.ByProvider provider => amount * provided!.ReferenceUnitsPer(unit!) * _assessment.Products[_assessment.System.FindColumn(provider.Id.Value), _category],
            _ => null,
        };
        return new Cut(Entry(flow.Item, flow.Stage, amount, flow.Unit.Value, flow.Estimate.Key, flow.Reason, isDeclared: true), value, mass, energy);
    }

    private IEnumerable<Cut> Open()
    {
        ProductSystem system = _assessment.System;
        double[] runs = new double[system.Database.Processes.Count];
        for (int j = 0; j < system.Columns.Length; j++) runs[system.Columns[j].Process] += Math.Abs(_assessment.Supply[j]);
        foreach (IGrouping<int, UnlinkedExchange> group in system.Links.UnlinkedInputs.Concat(system.Links.UntreatedWastes).Where(e => runs[e.Process] != 0).GroupBy(e => e.Flow).OrderBy(g => g.Key))
        {
            Flow flow = system.Database.Flows[group.Key];
            double amount = group.Sum(e => Math.Abs(e.Amount) * runs[e.Process]);
            double? value = Median(flow.Unit.Dimension, flow.Kind) is { } median ? amount * median * (double)flow.Unit.Factor : null;
            Wording reason = flow.Kind == FlowKind.Waste
                ? new Wording("no process of the data treats it", "数据中没有处理该废物的过程")
                : new Wording("no process of the data supplies it", "数据中没有供应该产品的过程");
            yield return new Cut(
                Entry(new Wording(flow.NameIn(Language.English), flow.NameIn(Language.Chinese)), null, amount, flow.Unit.Symbol, "median", reason, isDeclared: false),
                value,
                In(flow.Unit, amount, Kilogram, flow),
                In(flow.Unit, amount, Megajoule, flow));
        }
    }

    // Per base unit of the dimension: footprints per kg and per t are then the same kind of number.
    private double? Median(Dimension dimension, FlowKind kind)
    {
        if (_medians.TryGetValue((dimension, kind), out double? known)) return known;
        ProductSystem system = _assessment.System;
        string own = _foreground.Study.Id.Value;
        List<double> footprints = [];
        for (int j = 0; j < system.Columns.Length; j++)
        {
            if (_assessment.Supply[j] == 0 || system.Columns[j].Id.StartsWith(own + "/", StringComparison.Ordinal) || system.Columns[j].Id == own) continue;
            Flow flow = system.ReferenceFlowOf(j);
            if (flow.Kind == kind && flow.Unit.Dimension.Equals(dimension)) footprints.Add(_assessment.Products[j, _category] / (double)flow.Unit.Factor);
        }

        footprints.Sort();
        int middle = footprints.Count / 2;
        double? median = footprints.Count == 0 ? null : footprints.Count % 2 == 1 ? footprints[middle] : (footprints[middle - 1] + footprints[middle]) / 2;
        _medians.Add((dimension, kind), median);
        return median;
    }

    // What the study's own items take in a unit, and the footprint of those items.
    private Basis BasisIn(Unit unit)
    {
        LciDatabase database = _assessment.System.Database;
        Dictionary<string, double> footprints = [];
        foreach (StudyForegroundLine line in _foreground.Lines) footprints[line.ProcessId] = _assessment.Products[_assessment.System.FindColumn(line.ProcessId), _category];
        double amount = 0;
        double footprint = 0;
        foreach (StudyForegroundLine line in _foreground.Lines)
        {
            int process = database.FindProcess(line.ProcessId);
            double taken = 0;
            for (int row = database.Exchanges.Starts[process]; row < database.Exchanges.Starts[process + 1]; row++)
            {
                Flow flow = database.Flows[database.Exchanges.Flow[row]];
                if (flow.Kind == FlowKind.Product && !database.Exchanges.IsOutput(row) && database.Exchanges.Amount[row] > 0) taken += In(flow.Unit, database.Exchanges.Amount[row], unit, flow) ?? 0;
            }

            if (taken == 0) continue;
            amount += taken;
            footprint += footprints[line.ProcessId];
        }

        return new Basis(amount, footprint);
    }

    /// <summary>An amount in another unit, by dimension or through a property of the flow; null when it has none.</summary>
    private static double? In(Unit? unit, double amount, Unit target, Flow? flow)
    {
        if (unit is null) return null;
        if (unit.ConvertsTo(target)) return amount * unit.To(target);
        if (flow is null || !unit.ConvertsTo(flow.Unit)) return null;
        foreach (FlowProperty property in flow.Properties)
            if (property.Unit.ConvertsTo(target)) return amount * unit.To(flow.Unit) * property.Amount * property.Unit.To(target);
        return null;
    }

    private static CutOffEntry Entry(Wording item, LifeCycleStage? stage, double amount, string unit, string estimate, Wording reason, bool isDeclared) => new()
    {
        Item = item,
        IsDeclared = isDeclared,
        Stage = stage,
        Amount = amount,
        Unit = unit,
        Estimate = estimate,
        Reason = reason,
        Value = null,
        Percent = null,
        MassPercent = null,
        EnergyPercent = null,
    };

    private readonly record struct Basis(double Amount, double Footprint)
    {
        public double? Intensity => Amount > 0 ? Footprint / Amount : null;
    }

    private readonly record struct Cut(CutOffEntry Entry, double? Value, double? Mass, double? Energy);
}
