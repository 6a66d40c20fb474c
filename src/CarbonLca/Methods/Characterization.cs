using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Methods;

/// <summary>How a flow found its factor.</summary>
public enum MatchKind : byte
{
    /// <summary>The row names the flow's id.</summary>
    Id = 0,

    /// <summary>The row names the flow's name, or a listed synonym of it.</summary>
    Name = 1,

    /// <summary>Gas and origin were read from name and compartment.</summary>
    Origin = 2,

    /// <summary>The origin is not stated and was chosen by <see cref="CharacterizationOptions.UnknownOrigin"/>.</summary>
    ChosenOrigin = 3,

    /// <summary>The CAS number, which has a single factor.</summary>
    Cas = 4,
}

/// <summary>One factor of one flow, as it applies to the entries of B.</summary>
/// <param name="Category">The index of the category.</param>
/// <param name="Factor">Impact per reference unit given out; per unit taken in with the opposite sign.</param>
/// <param name="Row">The row of the method table it comes from.</param>
/// <param name="Match">How it was found.</param>
/// <param name="Location">The location of processes it is for; null for all others.</param>
public readonly record struct FlowFactor(int Category, double Factor, int Row, MatchKind Match, string? Location)
{
    /// <summary>The <see cref="Factor"/> that a 1 in the row would be: conversion between units, and sign of the direction.</summary>
    public double PerRowUnit { get; init; }
}

/// <summary>A method matched to the flows of a database: the matrix C of h = C·g, by flow.</summary>
/// <remarks>Called characterization matrix by Brightway, impact matrix by openLCA. Immutable and safe to share.</remarks>
public sealed class Characterization
{
    private readonly int[] _starts;
    private readonly FlowFactor[] _factors;
    private readonly bool[] _isRegional;

    internal Characterization(
        ImpactMethod method,
        LciDatabase database,
        CharacterizationOptions options,
        int[] starts,
        FlowFactor[] factors,
        ImmutableArray<int> uncharacterized,
        ImmutableArray<Diagnostic> findings)
    {
        Method = method;
        Database = database;
        Options = options;
        _starts = starts;
        _factors = factors;
        UncharacterizedGases = uncharacterized;
        Findings = findings;
        _isRegional = new bool[starts.Length - 1];
        for (int flow = 0; flow < _isRegional.Length; flow++)
            foreach (FlowFactor factor in Factors(flow)) _isRegional[flow] |= factor.Location is not null;
    }

    /// <summary>The method.</summary>
    public ImpactMethod Method { get; }

    /// <summary>The database whose flows were matched.</summary>
    public LciDatabase Database { get; }

    /// <summary>The choices it was matched by.</summary>
    public CharacterizationOptions Options { get; }

    /// <summary>Elementary flows that occur, look like greenhouse gases, and have no factor in a climate method; indices in the database.</summary>
    public ImmutableArray<int> UncharacterizedGases { get; }

    /// <summary>What a reader should know: chosen origins, gases without factor.</summary>
    public ImmutableArray<Diagnostic> Findings { get; }

    /// <summary>How many flows have at least one factor.</summary>
    public int MatchedFlowCount
    {
        get
        {
            int count = 0;
            for (int flow = 0; flow < _isRegional.Length; flow++)
                if (_starts[flow + 1] > _starts[flow]) count++;
            return count;
        }
    }

    /// <summary>Matches a method to a database.</summary>
    /// <exception cref="InputRefusedException">
    /// Two rows give one flow different factors, a factor's unit does not convert to its flow's, an origin is unknown under
    /// <see cref="UnknownOrigin.Refuse"/>, or a CO2-equivalent figure of another set of potentials occurs. All faults are listed.
    /// </exception>
    public static Characterization Match(ImpactMethod method, LciDatabase database, CharacterizationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(database);
        return new MethodMatcher(method, database, options ?? CharacterizationOptions.Default).Match();
    }

    /// <summary>The factors of a flow, ascending by category; rows for a location follow the row for all.</summary>
    public ReadOnlySpan<FlowFactor> Factors(int flow) => _factors.AsSpan(_starts[flow].._starts[flow + 1]);

    /// <summary>Finds which of a flow's factors applies in each category.</summary>
    /// <param name="flow">The index of the flow in the database.</param>
    /// <param name="location">Where the process takes place.</param>
    /// <param name="places">Receives, for each category, a place among <see cref="Factors"/>, or −1 where none applies.</param>
    public void FindApplied(int flow, string? location, Span<int> places)
    {
        places.Fill(-1);
        ReadOnlySpan<FlowFactor> factors = Factors(flow);
        for (int i = 0; i < factors.Length; i++)
            if (factors[i].Location is null || factors[i].Location == location) places[factors[i].Category] = i;
    }

    /// <summary>The same matching of flows and rows with other numbers in the rows, which are fixed: the point to which a model is moved.</summary>
    /// <param name="factors">The factor of every row of the method, in the row's unit.</param>
    internal Characterization WithFactors(ReadOnlySpan<double> factors)
    {
        ImmutableArray<MethodRow>.Builder rows = ImmutableArray.CreateBuilder<MethodRow>(factors.Length);
        for (int row = 0; row < factors.Length; row++) rows.Add(Method.Rows[row] with { Factor = factors[row], Uncertainty = Uncertainty.None });
        FlowFactor[] moved = new FlowFactor[_factors.Length];
        for (int i = 0; i < moved.Length; i++)
        {
            FlowFactor factor = _factors[i];
            moved[i] = factors[factor.Row] == Method.Rows[factor.Row].Factor ? factor : factor with { Factor = factors[factor.Row] * factor.PerRowUnit };
        }

        ImpactMethod method = new(Method.Id, Method.Categories, rows.MoveToImmutable()) { Name = Method.Name, Synonyms = Method.Synonyms };
        return new Characterization(method, Database, Options, _starts, moved, UncharacterizedGases, Findings);
    }

    /// <summary>Adds the impact of an amount of a flow to a vector of categories: h_k += C_k · amount.</summary>
    /// <param name="flow">The index of the flow in the database.</param>
    /// <param name="amount">The amount, given out positive, taken in negative.</param>
    /// <param name="location">Where the process takes place.</param>
    /// <param name="impact">One sum per category.</param>
    public void AddTo(int flow, double amount, string? location, Span<double> impact)
    {
        ReadOnlySpan<FlowFactor> factors = Factors(flow);
        if (!_isRegional[flow])
        {
            foreach (FlowFactor factor in factors) impact[factor.Category] += factor.Factor * amount;
            return;
        }

        for (int i = 0; i < factors.Length;)
        {
            int category = factors[i].Category;
            double applied = 0;
            for (; i < factors.Length && factors[i].Category == category; i++)
                if (factors[i].Location is null || factors[i].Location == location) applied = factors[i].Factor;
            impact[category] += applied * amount;
        }
    }
}
