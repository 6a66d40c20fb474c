using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Stages;

namespace CarbonLca.Electricity;

/// <summary>The electricity of a product's life when the grid changes from year to year (REQ-74).</summary>
/// <remarks>
/// Every year of use takes its own provider; a year without one keeps the last before it (the first after it where none is before), and
/// that is said. With a lifetime the energy of a year is the same in each: a life of 4.5 years weighs its fifth year with one half.
/// </remarks>
public sealed class GridPath
{
    private const int MostYears = 200;
    private const int FirstCalendarYear = 1900;
    private const int LastCalendarYear = 2200;

    private static readonly Unit Year = Unit.Parse("a");
    private static readonly Unit KilowattHour = Unit.Parse("kWh");

    private GridPath(ImmutableArray<GridPathStep> steps, ImmutableArray<Diagnostic> findings)
    {
        Steps = steps;
        Findings = findings;
    }

    /// <summary>The years of use with their shares of the energy, ascending; the shares sum to one.</summary>
    public ImmutableArray<GridPathStep> Steps { get; }

    /// <summary>What was held constant, and what the factors do not cover; no errors.</summary>
    public ImmutableArray<Diagnostic> Findings { get; }

    /// <summary>A path from providers given for single years.</summary>
    /// <param name="providers">The provider of each year that one is known for.</param>
    /// <param name="firstYear">The calendar year in which use begins.</param>
    /// <param name="lifetime">How long the product is used; above zero, at most 200 years.</param>
    /// <param name="purpose">What the electricity is accounted for.</param>
    /// <exception cref="InputRefusedException">No provider is given, or the lifetime is out of range.</exception>
    public static GridPath Of(IReadOnlyDictionary<int, ElectricityProvider> providers, int firstYear, Quantity lifetime, ElectricityPurpose purpose = ElectricityPurpose.ProductFootprint)
    {
        ArgumentNullException.ThrowIfNull(providers);
        List<Diagnostic> faults = [];
        if (EnergyUse.CheckLifetime(lifetime) is { } lifetimeFault) faults.Add(lifetimeFault);
        else if (lifetime.In(Year) > MostYears) faults.Add(TooLong(lifetime));
        if (firstYear is < FirstCalendarYear or > LastCalendarYear) faults.Add(NoYear(firstYear));
        if (providers.Count == 0) faults.Add(NoProvider());

        if (faults.Count > 0) throw new InputRefusedException(faults);
        double years = lifetime.In(Year);
        return Along(providers, Enumerable.Range(0, (int)Math.Ceiling(years)).Select(i => (firstYear + i, Math.Min(1, years - i) / years)), purpose);
    }

    /// <summary>A path from providers given for single years, and the energy used in each year, where it differs from year to year.</summary>
    /// <param name="providers">The provider of each year that one is known for.</param>
    /// <param name="energyByYear">The energy of each year of use; zero or more, not all zero, in any one unit.</param>
    /// <param name="purpose">What the electricity is accounted for.</param>
    /// <exception cref="InputRefusedException">No provider is given, or an energy is out of range.</exception>
    public static GridPath Of(IReadOnlyDictionary<int, ElectricityProvider> providers, IReadOnlyDictionary<int, Quantity> energyByYear, ElectricityPurpose purpose = ElectricityPurpose.ProductFootprint)
    {
        ArgumentNullException.ThrowIfNull(providers);
        ArgumentNullException.ThrowIfNull(energyByYear);
        List<Diagnostic> faults = [];
        if (providers.Count == 0) faults.Add(NoProvider());
        double sum = 0;
        foreach ((int year, Quantity energy) in energyByYear.OrderBy(e => e.Key))
        {
            if (year is < FirstCalendarYear or > LastCalendarYear) faults.Add(NoYear(year));
            if (energy.Unit.ConvertsTo(KilowattHour) && double.IsFinite(energy.Value) && energy.Value >= 0) sum += energy.In(KilowattHour);
            else faults.Add(NoEnergy(new Wording($"The electricity of {year} is out of range.", $"{year} 年的用电量超出范围。"), energy.ToString()));
        }

        if (faults.Count == 0 && !(sum > 0 && double.IsFinite(sum))) faults.Add(NoEnergy(new Wording("No electricity is used in any year.", "各年份均不用电。"), null));
        if (faults.Count > 0) throw new InputRefusedException(faults);
        return Along(providers, energyByYear.Where(e => e.Value.Value > 0).OrderBy(e => e.Key).Select(e => (e.Key, e.Value.In(KilowattHour) / sum)), purpose);
    }

    /// <summary>A path from a table: the factor of the area for every year of use, held constant where none is published.</summary>
    /// <param name="table">The factors.</param>
    /// <param name="area">The area: code or name.</param>
    /// <param name="firstYear">The calendar year in which use begins.</param>
    /// <param name="lifetime">How long the product is used; above zero, at most 200 years.</param>
    /// <param name="purpose">What the electricity is accounted for.</param>
    /// <exception cref="InputRefusedException">No factor may be taken for the area without asking, or the lifetime is out of range.</exception>
    public static GridPath Of(GridFactorTable table, string area, int firstYear, Quantity lifetime, ElectricityPurpose purpose = ElectricityPurpose.ProductFootprint)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (EnergyUse.CheckLifetime(lifetime) is { } fault) throw new InputRefusedException(fault);
        if (lifetime.In(Year) > MostYears) throw new InputRefusedException(TooLong(lifetime));
        if (firstYear is < FirstCalendarYear or > LastCalendarYear) throw new InputRefusedException(NoYear(firstYear));
        Dictionary<int, ElectricityProvider> providers = [];
        List<Diagnostic> inherited = [];
        for (int i = 0; i < lifetime.In(Year); i++)
        {
            GridFactorChoice choice = table.Choose(new GridFactorQuery(area, firstYear + i) { Purpose = purpose });
            GridFactor factor = choice.FactorOrRefusal();
            providers.TryAdd(factor.Key.Year, new FactorProvider(factor));
            foreach (Diagnostic note in choice.Findings.Where(f => f.Severity == Severity.Note))
                if (!inherited.Contains(note)) inherited.Add(note);
        }

        GridPath path = Of(providers, firstYear, lifetime, purpose);
        return new GridPath(path.Steps, [.. inherited, .. path.Findings]);
    }

    /// <summary>The path as processes: <c>ID</c> makes one kWh in the shares of the years.</summary>
    /// <param name="id">The id of the process that makes the mean kWh; those of the factors begin with it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="background">The database the processes will join, for flows it already has; null for none.</param>
    /// <returns>The processes of the factors, then the one of the path.</returns>
    public ImmutableArray<Process> ToProcesses(string id, Wording name, LciDatabase? background = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ElectricityMixer mixer = new(id, background);
        Process path = ToProcess(id, name, mixer);
        return [.. mixer.Providers, path];
    }

    /// <summary>The path as one process that shares the processes of its factors with others of the mixer.</summary>
    internal Process ToProcess(string id, Wording name, ElectricityMixer mixer) =>
        mixer.Mix(id, name, [.. Steps.GroupBy(s => s.SourceYear).OrderBy(g => g.Key).Select(g => (g.Sum(s => s.Share), g.First().Provider, (GridFactor?)null))]);

    private static GridPath Along(IReadOnlyDictionary<int, ElectricityProvider> providers, IEnumerable<(int Year, double Share)> use, ElectricityPurpose purpose)
    {
        int[] known = [.. providers.Keys.Order()];
        ImmutableArray<GridPathStep> steps =
        [
            .. use.Select(u =>
            {
                int place = Array.FindLastIndex(known, k => k <= u.Year);
                int source = known[Math.Max(place, 0)];
                return new GridPathStep(u.Year, u.Share, providers[source], source);
            }),
        ];
        return new GridPath(steps, [.. Held(steps), .. Scopes(steps, purpose)]);
    }

    private static IEnumerable<Diagnostic> Held(ImmutableArray<GridPathStep> steps)
    {
        foreach (IGrouping<int, GridPathStep> held in steps.Where(s => s.IsHeld).GroupBy(s => s.SourceYear))
        {
            int first = held.Min(s => s.Year);
            int last = held.Max(s => s.Year);
            string span = first == last ? $"{first}" : $"{first}–{last}";
            yield return Diagnostic.Warning(
                FindingCode.DefaultAssumed,
                $"The grid of {span} is held constant at {held.Key}: no factor of its own is given.",
                $"{span} 年的电网因子按 {held.Key} 年保持不变：未给出相应年份的因子。") with
            {
                Next = new Wording("Give a factor for each year to model the change of the grid.", "如需反映电网变化，请给出逐年因子。"),
            };
        }
    }

    private static IEnumerable<Diagnostic> Scopes(ImmutableArray<GridPathStep> steps, ElectricityPurpose purpose)
    {
        GridFactor[] factors = [.. steps.Select(s => s.Provider).OfType<FactorProvider>().Select(p => p.Factor).DistinctBy(f => f.Key)];
        foreach (GridFactor factor in factors)
            if (purpose.CheckScope(factor, isGridAdded: false) is { } scope) yield return scope;
        bool[] combustion = [.. factors.Select(f => f.Key.Scope == FactorScope.Combustion).Distinct()];
        if (combustion.Length > 1 && MixedFactors.Check(factors) is { } mixed) yield return mixed;
    }

    private static Diagnostic TooLong(Quantity lifetime) => Diagnostic.Error(FindingCode.OutOfRange, "The lifetime is out of range.", "使用寿命超出范围。") with
    {
        Found = lifetime.ToString(),
        Expected = new Wording($"at most {MostYears} years", $"不超过 {MostYears} 年"),
    };

    private static Diagnostic NoProvider() => Diagnostic.Error(FindingCode.MissingFactor, "The grid path names no factor for any year.", "电网路径未给出任何年份的因子。") with
    {
        Expected = new Wording("a factor for at least one year", "至少一个年份的因子"),
    };

    private static Diagnostic NoEnergy(Wording what, string? found) => new(Severity.Error, FindingCode.OutOfRange, what)
    {
        Found = found,
        Expected = new Wording("a finite energy of zero or more in each year, not all zero", "各年份不小于零且不全为零的有限电量"),
    };

    private static Diagnostic NoYear(int year) => Diagnostic.Error(FindingCode.OutOfRange, "The year of use is out of range.", "使用年份超出范围。") with
    {
        Found = year.ToString(CultureInfo.InvariantCulture),
        Expected = new Wording($"a calendar year, {FirstCalendarYear} to {LastCalendarYear}", $"{FirstCalendarYear} 至 {LastCalendarYear} 之间的公历年份"),
    };
}

/// <summary>One year of use.</summary>
/// <param name="Year">The calendar year.</param>
/// <param name="Share">Its share of the energy of the whole life.</param>
/// <param name="Provider">What its electricity is taken from.</param>
/// <param name="SourceYear">The year the provider is for.</param>
public sealed record GridPathStep(int Year, double Share, ElectricityProvider Provider, int SourceYear)
{
    /// <summary>Whether the provider of another year stands in for this one.</summary>
    public bool IsHeld => Year != SourceYear;
}
