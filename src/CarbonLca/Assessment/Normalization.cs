using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;

namespace CarbonLca.Assessment;

/// <summary>How a normalisation value acts on an impact. Published sets use both ways, so a set states its own.</summary>
public enum NormalizationRule
{
    /// <summary>The value is a reference impact, for instance that of a region in a year: n = h / value (ISO 14044, 4.4.3.2; openLCA).</summary>
    Divide = 0,

    /// <summary>The value is a factor, the inverse of a reference impact: n = value · h (Brightway).</summary>
    Multiply = 1,
}

/// <summary>A normalisation set: relates the impacts of a demand to reference impacts, category by category.</summary>
/// <remarks>
/// A category the set does not name is not normalised, and the result says so: it is neither kept as it is nor counted as zero.
/// A category of the set that the method lacks is a fault.
/// </remarks>
public sealed class Normalization
{
    private readonly CategoryNumbers _values;

    private Normalization(string id, NormalizationRule rule, CategoryNumbers values)
    {
        Id = id;
        Rule = rule;
        _values = values;
    }

    /// <summary>The name of the set.</summary>
    public string Id { get; }

    /// <summary>How its values act.</summary>
    public NormalizationRule Rule { get; }

    /// <summary>A set of reference impacts: n = h / reference. As openLCA stores normalisation sets.</summary>
    /// <param name="id">The name of the set.</param>
    /// <param name="references">The code of each category and its reference impact in the category's unit; finite and not zero.</param>
    /// <exception cref="ArgumentException">A value is zero or not finite, or a category stands there twice.</exception>
    public static Normalization DividingBy(string id, params IEnumerable<(string Category, double Reference)> references)
    {
        CategoryNumbers values = new(id, references, nameof(references));
        if (values.CategoryOf(0.0) is { } category) throw new ArgumentException($"The reference impact of '{category}' in normalisation set '{id}' is 0; nothing can be divided by it.", nameof(references));
        return new Normalization(id, NormalizationRule.Divide, values);
    }

    /// <summary>A set of factors: n = factor · h. As Brightway stores normalisation sets.</summary>
    /// <param name="id">The name of the set.</param>
    /// <param name="factors">The code of each category and its factor, per unit of the category; finite.</param>
    /// <exception cref="ArgumentException">A value is not finite, or a category stands there twice.</exception>
    public static Normalization MultiplyingBy(string id, params IEnumerable<(string Category, double Factor)> factors) =>
        new(id, NormalizationRule.Multiply, new CategoryNumbers(id, factors, nameof(factors)));

    /// <summary>Normalises the impacts of a demand.</summary>
    /// <exception cref="InputRefusedException">The set names a category that the method does not have, or a result is not finite.</exception>
    public NormalizedResult Apply(ImpactResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        double?[] normalized = _values.Over(result.Method, (value, category) => Rule == NormalizationRule.Divide ? result[category] / value : value * result[category]);
        return new NormalizedResult(this, result, normalized);
    }
}

/// <summary>Impacts related to reference impacts; dimensionless, or in the unit the set calls one of its references (a person and year, say).</summary>
public sealed class NormalizedResult
{
    private readonly double?[] _values;

    internal NormalizedResult(Normalization normalization, ImpactResult impacts, double?[] values)
    {
        Normalization = normalization;
        Impacts = impacts;
        _values = values;
    }

    /// <summary>The set.</summary>
    public Normalization Normalization { get; }

    /// <summary>The impacts before normalisation.</summary>
    public ImpactResult Impacts { get; }

    /// <summary>The normalised impact of a category; null where the set has no value for it.</summary>
    public double? this[int category] => _values[category];

    /// <summary>The normalised impact of the category with a code; null where the set has no value for it.</summary>
    /// <exception cref="ArgumentException">The method has no such category.</exception>
    public double? this[string code] => _values[CategoryNumbers.IndexOf(Impacts.Method, code)];

    /// <summary>The codes of the categories that the set has no value for.</summary>
    public ImmutableArray<string> LeftOut => CategoryNumbers.Missing(Impacts.Method, _values);
}

/// <summary>A weighting set: how much one unit of each category counts in a single score.</summary>
/// <remarks>Weights are choices of value, not science (ISO 14044, 4.4.3.4); a comparison disclosed to the public must not rest on them.</remarks>
public sealed class Weighting
{
    private readonly CategoryNumbers _weights;

    /// <summary>A weighting set.</summary>
    /// <param name="id">The name of the set.</param>
    /// <param name="weights">The code of each category and its weight; finite.</param>
    /// <exception cref="ArgumentException">A weight is not finite, or a category stands there twice.</exception>
    public Weighting(string id, params IEnumerable<(string Category, double Weight)> weights)
    {
        _weights = new CategoryNumbers(id, weights, nameof(weights));
        Id = id;
    }

    /// <summary>The name of the set.</summary>
    public string Id { get; }

    /// <summary>Weights impacts as they are: w = weight · h.</summary>
    /// <exception cref="InputRefusedException">The set names a category that the method does not have, or a result is not finite.</exception>
    public WeightedResult Apply(ImpactResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new WeightedResult(this, result, _weights.Over(result.Method, (weight, category) => weight * result[category]));
    }

    /// <summary>Weights normalised impacts: w = weight · n.</summary>
    /// <exception cref="InputRefusedException">The set names a category that the method does not have or that was not normalised, or a result is not finite.</exception>
    public WeightedResult Apply(NormalizedResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new WeightedResult(this, result.Impacts, _weights.Over(result.Impacts.Method, (weight, category) => weight * Normalized(result, category)));
    }

    private double Normalized(NormalizedResult result, int category)
    {
        if (result[category] is { } value) return value;
        string code = result.Impacts.Method.Categories[category].Code;
        throw new InputRefusedException(Diagnostic.Error(
            FindingCode.MissingFactor,
            $"Weighting set '{Id}' has a weight for '{code}', which normalisation set '{result.Normalization.Id}' has no value for.",
            $"加权集 '{Id}' 含 '{code}' 的权重，而归一化集 '{result.Normalization.Id}' 没有该类别的基准值。") with
        {
            Next = new Wording($"Add '{code}' to the normalisation set, or take it out of the weighting set.", $"请在归一化集中补充 '{code}'，或从加权集中删去。"),
        });
    }
}

/// <summary>Weighted impacts and their sum, the single score.</summary>
public sealed class WeightedResult
{
    private readonly double?[] _values;

    internal WeightedResult(Weighting weighting, ImpactResult impacts, double?[] values)
    {
        Weighting = weighting;
        Impacts = impacts;
        _values = values;
        CompensatedSum total = default;
        foreach (double? value in values)
            if (value is { } part) total.Add(part);
        Total = total.Value;
    }

    /// <summary>The set.</summary>
    public Weighting Weighting { get; }

    /// <summary>The impacts before weighting.</summary>
    public ImpactResult Impacts { get; }

    /// <summary>The sum over the categories of the set.</summary>
    public double Total { get; }

    /// <summary>The weighted impact of a category; null where the set has no weight for it.</summary>
    public double? this[int category] => _values[category];

    /// <summary>The weighted impact of the category with a code; null where the set has no weight for it.</summary>
    /// <exception cref="ArgumentException">The method has no such category.</exception>
    public double? this[string code] => _values[CategoryNumbers.IndexOf(Impacts.Method, code)];

    /// <summary>The codes of the categories that the set has no weight for; they are not in <see cref="Total"/>.</summary>
    public ImmutableArray<string> LeftOut => CategoryNumbers.Missing(Impacts.Method, _values);
}

/// <summary>One finite number for each of some categories.</summary>
internal sealed class CategoryNumbers
{
    private readonly string _set;
    private readonly ImmutableSortedDictionary<string, double> _numbers;

    public CategoryNumbers(string set, IEnumerable<(string Category, double Value)> numbers, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(set);
        ArgumentNullException.ThrowIfNull(numbers, parameter);
        ImmutableSortedDictionary<string, double>.Builder builder = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach ((string category, double value) in numbers)
        {
            if (!double.IsFinite(value)) throw new ArgumentException($"The value of '{category}' in set '{set}' is {value}; expected a finite number.", parameter);
            if (!builder.TryAdd(category, value)) throw new ArgumentException($"The category '{category}' stands twice in set '{set}'.", parameter);
        }

        _set = set;
        _numbers = builder.ToImmutable();
    }

    /// <summary>The first category that has a value; null when none has.</summary>
    public string? CategoryOf(double value) => _numbers.FirstOrDefault(n => n.Value == value).Key;

    /// <summary>One result per category of a method, null where this set has no number.</summary>
    public double?[] Over(ImpactMethod method, Func<double, int, double> apply)
    {
        double?[] results = new double?[method.Categories.Length];
        List<Diagnostic> faults = [];
        foreach ((string code, double number) in _numbers)
        {
            int category = method.FindCategory(code);
            if (category < 0)
            {
                faults.Add(Unknown(method, code));
                continue;
            }

            double result = apply(number, category);
            if (!double.IsFinite(result)) faults.Add(TooLarge(code, number));
            results[category] = result;
        }

        if (faults.Count > 0) throw new InputRefusedException(faults);
        return results;
    }

    public static int IndexOf(ImpactMethod method, string code) => method.FindCategory(code) is >= 0 and int category
        ? category
        : throw new ArgumentException($"Method '{method.Id}' has no category '{code}'; it has {string.Join(", ", method.Categories.Select(c => c.Code))}.", nameof(code));

    public static ImmutableArray<string> Missing(ImpactMethod method, double?[] values) =>
        [.. method.Categories.Where((_, category) => values[category] is null).Select(c => c.Code)];

    private Diagnostic Unknown(ImpactMethod method, string code)
    {
        string? near = Closest.To(code, method.Categories.Select(c => c.Code));
        return Diagnostic.Error(
            FindingCode.UnknownName,
            $"Set '{_set}' names the category '{code}', which method '{method.Id}' does not have.",
            $"集合 '{_set}' 所指的类别 '{code}' 不在方法 '{method.Id}' 中。") with
        {
            Expected = Wording.Same(string.Join(", ", method.Categories.Select(c => c.Code))),
            Next = near is null ? null : new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。"),
        };
    }

    private Diagnostic TooLarge(string code, double number) => Diagnostic.Error(
        FindingCode.NotFinite,
        $"The value {number} of set '{_set}' takes the result of '{code}' out of the range of numbers.",
        $"集合 '{_set}' 的数值 {number} 使类别 '{code}' 的结果超出数值范围。");
}
