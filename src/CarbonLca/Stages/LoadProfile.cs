using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>The power of equipment as a function of its utilisation u, and how long it runs at which (REQ-71).</summary>
/// <remarks>
/// P(u) = P_idle + (P_max − P_idle)·u, or a measured table between whose points P is linear; the table need not rise. The shares of
/// time sum to one, and each becomes a state of operation with its share of the year.
/// </remarks>
public sealed record LoadProfile
{
    private const double SumTolerance = 1e-9;
    private static readonly Unit Watt = Unit.Parse("W");

    /// <summary>A load profile.</summary>
    /// <param name="curve">The power at two utilisations or more; between them it is linear.</param>
    /// <param name="loads">How long the equipment runs at which utilisation; the shares sum to one.</param>
    /// <exception cref="InputRefusedException">For every parameter outside its range.</exception>
    public LoadProfile(ImmutableArray<LoadPoint> curve, ImmutableArray<LoadShare> loads)
    {
        Diagnostic[] faults = [.. Check(curve, loads).Select(f => f.Fault)];
        if (faults.Length > 0) throw new InputRefusedException(faults);
        Curve = [.. curve.OrderBy(p => p.Utilisation)];
        Loads = loads;
    }

    /// <summary>The power at single utilisations, ascending.</summary>
    public ImmutableArray<LoadPoint> Curve { get; }

    /// <summary>How long the equipment runs at which utilisation.</summary>
    public ImmutableArray<LoadShare> Loads { get; }

    /// <summary>A curve that is linear from idle to full load.</summary>
    public static ImmutableArray<LoadPoint> Linear(Quantity idle, Quantity maximum) => [new LoadPoint(0, idle), new LoadPoint(1, maximum)];

    /// <summary>P(u) in W.</summary>
    /// <param name="utilisation">u, within the curve.</param>
    public double Watts(double utilisation)
    {
        if (!(utilisation >= Curve[0].Utilisation && utilisation <= Curve[^1].Utilisation))
            throw new ArgumentOutOfRangeException(nameof(utilisation), utilisation, $"The curve goes from {Parameter.Text(Curve[0].Utilisation)} to {Parameter.Text(Curve[^1].Utilisation)}.");
        int low = 0;
        int high = Curve.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (Curve[middle].Utilisation <= utilisation) low = middle;
            else high = middle;
        }

        double from = Curve[low].Power.In(Watt);
        return from + ((Curve[high].Power.In(Watt) - from) * (utilisation - Curve[low].Utilisation) / (Curve[high].Utilisation - Curve[low].Utilisation));
    }

    /// <summary>The mean power Σ w·P(u) in W: the weighted load power of product rules.</summary>
    public double MeanWatts => Loads.Sum(l => l.Share * Watts(l.Utilisation));

    /// <summary>The states of operation in a year of so many hours.</summary>
    public ImmutableArray<PowerState> ToStates(double hoursInYear = EnergyUse.CommonYearHours) =>
        [.. Loads.Select(l => new PowerState(new Quantity(Watts(l.Utilisation), Watt), l.Share * hoursInYear))];

    /// <summary>What is wrong with the parameters; all faults.</summary>
    public static IEnumerable<ParameterFault> Check(ImmutableArray<LoadPoint> curve, ImmutableArray<LoadShare> loads)
    {
        Wording utilisation = new("utilisation", "利用率");
        bool isCurveGood = curve.Length >= 2;
        if (!isCurveGood) yield return new ParameterFault("curve", Parameter.OutOfRange($"{curve.Length}", new Wording("number of points of the power curve", "功率曲线的点数"), new Wording("2 points or more", "不少于 2 个点")));
        for (int i = 0; i < curve.Length; i++)
        {
            if (Parameter.Share(curve[i].Utilisation, $"curve[{i}]", utilisation) is { } shareFault)
            {
                isCurveGood = false;
                yield return shareFault;
            }

            if (Parameter.Measured(curve[i].Power, Watt, $"curve[{i}]", new Wording("power", "功率"), mayBeZero: true) is { } powerFault) yield return powerFault;
        }

        foreach (IGrouping<double, LoadPoint> same in curve.GroupBy(p => p.Utilisation).Where(g => g.Skip(1).Any()))
        {
            isCurveGood = false;
            yield return new ParameterFault("curve", Diagnostic.Error(FindingCode.Duplicate, $"The power curve has two points at the utilisation {Parameter.Text(same.Key)}.", $"功率曲线在利用率 {Parameter.Text(same.Key)} 处有两个点。"));
        }

        if (loads.IsEmpty) yield return new ParameterFault("loads", Diagnostic.Error(FindingCode.MissingField, "The load profile has no load.", "负载曲线没有任何负载。") with { Expected = new Wording("a list of utilisation and share", "utilisation 与 share 的列表") });
        double first = curve.IsEmpty ? 0 : curve.Min(p => p.Utilisation);
        double last = curve.IsEmpty ? 0 : curve.Max(p => p.Utilisation);
        for (int i = 0; i < loads.Length; i++)
        {
            if (Parameter.Share(loads[i].Utilisation, $"loads[{i}]", utilisation) is { } loadFault) yield return loadFault;
            else if (isCurveGood && (loads[i].Utilisation < first || loads[i].Utilisation > last))
            {
                yield return new ParameterFault($"loads[{i}]", Parameter.OutOfRange(Parameter.Text(loads[i].Utilisation), utilisation, new Wording(
                    $"within the power curve, {Parameter.Text(first)} to {Parameter.Text(last)}; nothing is extrapolated",
                    $"在功率曲线 {Parameter.Text(first)} 至 {Parameter.Text(last)} 之内；不外推")));
            }

            if (Parameter.Share(loads[i].Share, $"loads[{i}]", new Wording("share of time", "时间份额")) is { } timeFault) yield return timeFault;
        }

        double sum = loads.Sum(l => l.Share);
        if (!loads.IsEmpty && !(Math.Abs(sum - 1) <= SumTolerance))
        {
            yield return new ParameterFault("loads", Parameter.OutOfRange(Parameter.Text(sum), new Wording("sum of the shares of time", "时间份额之和"), Wording.Same("1")));
        }
    }

    /// <inheritdoc/>
    public bool Equals(LoadProfile? other) => other is not null && Curve.AsSpan().SequenceEqual(other.Curve.AsSpan()) && Loads.AsSpan().SequenceEqual(other.Loads.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Curve.Length, Loads.Length, MeanWatts);
}

/// <summary>The power at a utilisation.</summary>
/// <param name="Utilisation">u, from 0 to 1.</param>
/// <param name="Power">P(u), zero or more.</param>
public readonly record struct LoadPoint(double Utilisation, Quantity Power);

/// <summary>How long equipment runs at a utilisation.</summary>
/// <param name="Utilisation">u, from 0 to 1.</param>
/// <param name="Share">The share of time, from 0 to 1.</param>
public readonly record struct LoadShare(double Utilisation, double Share);
