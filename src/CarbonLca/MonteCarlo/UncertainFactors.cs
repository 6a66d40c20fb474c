using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Quantities;

namespace CarbonLca.MonteCarlo;

/// <summary>The characterisation factors that are drawn: what of, and which rows of a method state one and the same factor.</summary>
/// <remarks>
/// <para>
/// A factor is drawn once for a sample and used by every exchange that it characterises. A method states the factor of a gas in its total
/// and again in the part the gas belongs to: rows for the same flow, compartment, location and direction with the same number, units and
/// distribution are one factor, drawn once, so that in every sample the parts add up to the total.
/// </para>
/// <para>
/// The draws hang on what identifies the factor: the first code (ordinal) among the categories that share it, flow, compartment, location
/// and direction; never on the place of a row. Factors of a named group share the draws of the group.
/// </para>
/// </remarks>
internal sealed class UncertainFactors
{
    private const int Fixed = -1;

    private readonly ImpactMethod _method;
    private readonly int[] _owner;
    private readonly Dictionary<int, ExchangeDraw> _draws = [];
    private readonly Dictionary<(int Owner, int Category), int> _rowIn = [];

    private UncertainFactors(ImpactMethod method)
    {
        _method = method;
        _owner = new int[method.Rows.Length];
        Array.Fill(_owner, Fixed);
    }

    /// <summary>Whether any factor of the method is drawn.</summary>
    public bool Any { get; private set; }

    /// <summary>The factors of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="convention">What a lognormal factor is.</param>
    /// <param name="combinations">Combinations of the arrays among the exchanges; those of factors turn after them.</param>
    public static UncertainFactors Of(ImpactMethod method, LognormalAmount convention, long combinations)
    {
        UncertainFactors factors = new(method);
        int[] uncertain = [.. Enumerable.Range(0, method.Rows.Length).Where(row => method.Rows[row].Uncertainty.Kind != UncertaintyKind.None)];
        int[][] shared = [.. uncertain.GroupBy(row => Statement.Of(method, row)).Select(rows => rows.OrderBy(row => CodeOf(method, row), StringComparer.Ordinal).ToArray())];
        Dictionary<int, long> strides = StridesOf(method, [.. shared.Select(rows => rows[0])], combinations);
        foreach (int[] rows in shared)
        {
            MethodRow first = method.Rows[rows[0]];
            ExchangeDraw draw = ExchangeDraw.Of(first.Factor, first.Uncertainty, convention, strides.GetValueOrDefault(rows[0], 1));
            foreach (int row in rows)
            {
                factors._draws.Add(row, draw);
                if (!draw.IsRandom) continue;
                factors._owner[row] = rows[0];
                factors._rowIn.TryAdd((rows[0], method.Rows[row].Category), row);
            }

            factors.Any |= draw.IsRandom;
        }

        return factors;
    }

    /// <summary>The row whose draw a row of the method takes; −1 where its factor does not vary.</summary>
    public int OwnerOf(int row) => _owner[row];

    /// <summary>The row by which a factor enters a category; null where it has no part in it.</summary>
    public int? RowIn(int owner, int category) => _rowIn.TryGetValue((owner, category), out int row) ? row : null;

    /// <summary>Whether a row states a distribution that describes no random quantity.</summary>
    public bool IsFixedByRule(int row) => _draws.TryGetValue(row, out ExchangeDraw draw) && draw.IsFixedByRule;

    /// <summary>What a row draws; its factor is a draw times <see cref="UncertainParameter.Unit"/>.</summary>
    /// <param name="owner">A row that is its own owner.</param>
    public UncertainParameter ParameterOf(int owner)
    {
        MethodRow row = _method.Rows[owner];
        ParameterKey key = row.Uncertainty.Group is { } group ? ExchangeKeys.OfGroup(group) : ExchangeKeys.OfFactor(NamesOf(_method, owner));
        return UncertainParameter.OfFactor(owner, key, _draws[owner].Distribution, _draws[owner].Unit);
    }

    /// <summary>What decides the draws of a row, in one line; empty where its factor does not vary.</summary>
    public string Describe(int row)
    {
        if (_owner[row] == Fixed) return string.Empty;
        ParameterKey key = ParameterOf(_owner[row]).Key;
        Uncertainty u = _method.Rows[row].Uncertainty;
        string values = string.Join(' ', u.Values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{key.Identity} {key.Stream} {(byte)u.Kind} {u.Scale:R} {u.Shape:R} {u.Minimum:R} {u.Maximum:R} {(byte)u.Truncation} {u.IsMirrored} {values}");
    }

    // The digits that turn after those of the exchanges, in the order of the names; rows of one group share a digit.
    private static Dictionary<int, long> StridesOf(ImpactMethod method, int[] owners, long combinations)
    {
        const long Largest = 1L << 53;
        Dictionary<int, long> strides = [];
        Dictionary<string, long> ofGroup = new(StringComparer.Ordinal);
        foreach (int row in owners.Where(row => method.Rows[row].Uncertainty.Kind == UncertaintyKind.ArrayCombinatorial).OrderBy(row => string.Join('\0', NamesOf(method, row)), StringComparer.Ordinal))
        {
            Uncertainty uncertainty = method.Rows[row].Uncertainty;
            if (uncertainty.Group is { } shared && ofGroup.TryGetValue(shared, out long stride))
            {
                strides.Add(row, stride);
                continue;
            }

            strides.Add(row, combinations);
            if (uncertainty.Group is { } group) ofGroup.Add(group, combinations);
            combinations = (long)UInt128.Min((UInt128)combinations * (uint)uncertainty.Values.Length, Largest);
        }

        return strides;
    }

    private static string CodeOf(ImpactMethod method, int row) => method.Categories[method.Rows[row].Category].Code;

    // Names ignore case, as the search for flows does; what is not stated differs from every text.
    private static string[] NamesOf(ImpactMethod method, int row)
    {
        MethodRow r = method.Rows[row];
        return [CodeOf(method, row), r.Flow.Trim().ToUpperInvariant(), r.Compartment ?? "\0", r.Location ?? "\0", r.Direction?.ToString() ?? "\0"];
    }

    /// <summary>What a row states, apart from the category.</summary>
    private readonly record struct Statement(string Flow, string? Compartment, string? Location, ExchangeDirection? Direction, double Factor, Unit Unit, string CategoryUnit, Uncertainty Uncertainty)
    {
        public static Statement Of(ImpactMethod method, int row)
        {
            MethodRow r = method.Rows[row];
            return new(r.Flow.Trim().ToUpperInvariant(), r.Compartment, r.Location, r.Direction, r.Factor, r.Unit, method.Categories[r.Category].Unit, r.Uncertainty);
        }
    }
}
