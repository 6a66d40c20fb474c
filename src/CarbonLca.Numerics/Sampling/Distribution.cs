using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using CarbonLca.Numerics.Functions;

namespace CarbonLca.Numerics.Sampling;

/// <summary>A distribution of one real random quantity: a family, its parameters, and whether it is truncated or mirrored.</summary>
/// <remarks>
/// <para>
/// A value that exists is valid: the factories refuse parameters that describe no distribution. Parameters that describe one value
/// (σ = 0, minimum = maximum) are valid and <see cref="Normalize"/> turns them into a <see cref="DistributionKind.Constant"/>.
/// </para>
/// <para>
/// Every draw is a function of one uniform variate u in (0, 1), the inverse of the cumulative distribution; a mirrored
/// distribution draws the negative of what the original draws from the same u.
/// </para>
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct Distribution
{
    // What the parameters mean, by kind:
    //   Constant            a: value
    //   Lognormal           a: median, b: σ of ln X
    //   Normal              a: mean, b: standard deviation
    //   Uniform             a: minimum, b: maximum
    //   Triangular          a: minimum, b: maximum, c: mode
    //   Beta, BetaPert      a: minimum, b: maximum, c: α, d: β
    //   Gamma, Weibull      a: offset, b: scale, c: shape
    //   Bernoulli           a: probability of 1
    //   DiscreteUniform     a: minimum, b: maximum
    //   StudentT            a: location, b: scale, c: degrees of freedom
    //   Generalized…        a: location, b: scale, c: shape ξ
    //   Array…              values; c: stride of the combinatorial counter
    private readonly double _a;
    private readonly double _b;
    private readonly double _c;
    private readonly double _d;
    private readonly double _lower;
    private readonly double _upper;
    private readonly double _below;       // probability cut off below
    private readonly double _above;       // probability cut off above
    private readonly double _kept;        // probability kept
    private readonly ImmutableArray<double> _values;

    private Distribution(DistributionKind kind, double a, double b = 0, double c = 0, double d = 0, ImmutableArray<double> values = default)
    {
        Kind = kind;
        _a = a;
        _b = b;
        _c = c;
        _d = d;
        _values = values;
    }

    private Distribution(in Distribution original, double lower, double upper, double below, double above, double kept)
    {
        this = original;
        IsTruncated = true;
        _lower = lower;
        _upper = upper;
        _below = below;
        _above = above;
        _kept = kept;
    }

    private Distribution(in Distribution original, bool isNegated)
    {
        this = original;
        IsNegated = isNegated;
    }

    /// <summary>The family.</summary>
    public DistributionKind Kind { get; }

    /// <summary>Whether values outside two bounds are cut off.</summary>
    public bool IsTruncated { get; }

    /// <summary>Whether the values are those of the family with the opposite sign.</summary>
    public bool IsNegated { get; }

    /// <summary>Whether the draw depends on the number of the sample instead of a random variate.</summary>
    public bool IsIndexed => Kind is DistributionKind.ArraySequential or DistributionKind.ArrayCombinatorial;

    internal double A => _a;

    internal double B => _b;

    internal double C => _c;

    internal double D => _d;

    internal double Lower => _lower;

    internal double Upper => _upper;

    internal double Below => _below;

    internal double Above => _above;

    internal double Kept => _kept;

    /// <summary>One value, always.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public static Distribution Constant(double value) => new(DistributionKind.Constant, Finite(value, nameof(value)));

    /// <summary>ln |X| is normal with mean ln |median| and standard deviation σ; a negative median mirrors.</summary>
    /// <param name="median">The median of X, which is also its geometric mean; not zero.</param>
    /// <param name="sigma">The standard deviation of ln |X|; at least zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The median is zero or σ is negative, or one is not finite.</exception>
    public static Distribution Lognormal(double median, double sigma)
    {
        if (Finite(median, nameof(median)) == 0)
            throw new ArgumentOutOfRangeException(nameof(median), median, "A lognormal median must not be zero. Use Constant(0) for an amount of zero.");
        Distribution positive = new(DistributionKind.Lognormal, Math.Abs(median), NotNegative(sigma, nameof(sigma)));
        return median < 0 ? new Distribution(positive, isNegated: true) : positive;
    }

    /// <summary>Lognormal with a given geometric standard deviation: σ = ln(gsd).</summary>
    /// <param name="median">The median, which is also the geometric mean; not zero.</param>
    /// <param name="gsd">The geometric standard deviation; at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The median is zero, the gsd is below one, or one is not finite.</exception>
    public static Distribution LognormalOfGsd(double median, double gsd)
    {
        if (!(Finite(gsd, nameof(gsd)) >= 1))
            throw new ArgumentOutOfRangeException(nameof(gsd), gsd, "A geometric standard deviation must be at least 1; 1 means no spread. Check whether the figure is σ of the logarithm (at least 0) or gsd².");
        return Lognormal(median, RealMath.Log(gsd));
    }

    /// <summary>Lognormal with a given mean: the median is mean·e^(-σ²/2).</summary>
    /// <param name="mean">The arithmetic mean of X; not zero.</param>
    /// <param name="sigma">The standard deviation of ln |X|; at least zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mean is zero or σ is negative, or one is not finite.</exception>
    public static Distribution LognormalOfMean(double mean, double sigma) => Lognormal(LognormalMedian(mean, sigma), sigma);

    /// <summary>The median of a lognormal with a given mean: mean·e^(-σ²/2).</summary>
    /// <param name="mean">The arithmetic mean.</param>
    /// <param name="sigma">The standard deviation of the logarithm; at least zero.</param>
    public static double LognormalMedian(double mean, double sigma) => Finite(mean, nameof(mean)) * RealMath.Exp(-0.5 * NotNegative(sigma, nameof(sigma)) * sigma);

    /// <summary>The mean of a lognormal with a given median: median·e^(σ²/2).</summary>
    /// <param name="median">The median.</param>
    /// <param name="sigma">The standard deviation of the logarithm; at least zero.</param>
    public static double LognormalMean(double median, double sigma) => Finite(median, nameof(median)) * RealMath.Exp(0.5 * NotNegative(sigma, nameof(sigma)) * sigma);

    /// <summary>Normal.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation; at least zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative, or a parameter is not finite.</exception>
    public static Distribution Normal(double mean, double standardDeviation)
        => new(DistributionKind.Normal, Finite(mean, nameof(mean)), NotNegative(standardDeviation, nameof(standardDeviation)));

    /// <summary>Uniform on [minimum, maximum].</summary>
    /// <param name="minimum">Lower end.</param>
    /// <param name="maximum">Upper end; at least the minimum.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ends are in the wrong order or not finite.</exception>
    public static Distribution Uniform(double minimum, double maximum)
    {
        CheckEnds(minimum, maximum);
        return new Distribution(DistributionKind.Uniform, minimum, maximum);
    }

    /// <summary>Triangular density with its peak at the mode.</summary>
    /// <param name="minimum">Lower end.</param>
    /// <param name="mode">The peak, within the ends (it may be one of them).</param>
    /// <param name="maximum">Upper end; at least the minimum.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ends are in the wrong order, the mode lies outside, or one is not finite.</exception>
    public static Distribution Triangular(double minimum, double mode, double maximum)
    {
        CheckMode(minimum, mode, maximum);
        return new Distribution(DistributionKind.Triangular, minimum, maximum, mode);
    }

    /// <summary>Beta on [minimum, maximum] with α = 1 + λ·(mode - minimum)/(maximum - minimum) and β = 1 + λ·(maximum - mode)/(maximum - minimum).</summary>
    /// <param name="minimum">Lower end.</param>
    /// <param name="mode">The most likely value, within the ends.</param>
    /// <param name="maximum">Upper end; at least the minimum.</param>
    /// <param name="lambda">The weight of the mode, above zero; 4 in the original PERT (Malcolm et al. 1959), mean (min + 4·mode + max)/6.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ends are in the wrong order, the mode lies outside, λ is not positive, or one is not finite.</exception>
    public static Distribution BetaPert(double minimum, double mode, double maximum, double lambda = 4)
    {
        CheckMode(minimum, mode, maximum);
        Positive(lambda, nameof(lambda));
        if (minimum == maximum)
            return new Distribution(DistributionKind.BetaPert, minimum, maximum, 1, 1);
        double share = (mode - minimum) / (maximum - minimum);
        return new Distribution(DistributionKind.BetaPert, minimum, maximum, 1 + (lambda * share), 1 + (lambda * (1 - share)));
    }

    /// <summary>Beta with density ∝ x^(α-1)·(1 - x)^(β-1), stretched from [0, 1] to [minimum, maximum].</summary>
    /// <param name="alpha">First shape; above zero.</param>
    /// <param name="beta">Second shape; above zero.</param>
    /// <param name="minimum">Lower end.</param>
    /// <param name="maximum">Upper end; at least the minimum.</param>
    /// <exception cref="ArgumentOutOfRangeException">A shape is not positive, the ends are in the wrong order, or one is not finite.</exception>
    public static Distribution Beta(double alpha, double beta, double minimum = 0, double maximum = 1)
    {
        CheckEnds(minimum, maximum);
        return new Distribution(DistributionKind.Beta, minimum, maximum, Positive(alpha, nameof(alpha)), Positive(beta, nameof(beta)));
    }

    /// <summary>offset + gamma with density ∝ x^(shape-1)·e^(-x/scale).</summary>
    /// <param name="shape">The shape; above zero.</param>
    /// <param name="scale">The scale; at least zero.</param>
    /// <param name="offset">The lower end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shape is not positive, the scale is negative, or one is not finite.</exception>
    public static Distribution Gamma(double shape, double scale, double offset = 0)
        => new(DistributionKind.Gamma, Finite(offset, nameof(offset)), NotNegative(scale, nameof(scale)), Positive(shape, nameof(shape)));

    /// <summary>offset + Weibull with survival e^(-(x/scale)^shape).</summary>
    /// <param name="scale">The scale; at least zero.</param>
    /// <param name="shape">The shape; above zero.</param>
    /// <param name="offset">The lower end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shape is not positive, the scale is negative, or one is not finite.</exception>
    public static Distribution Weibull(double scale, double shape, double offset = 0)
        => new(DistributionKind.Weibull, Finite(offset, nameof(offset)), NotNegative(scale, nameof(scale)), Positive(shape, nameof(shape)));

    /// <summary>1 with a probability, else 0.</summary>
    /// <param name="probability">In [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1].</exception>
    public static Distribution Bernoulli(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability must lie between 0 and 1.");
        return new Distribution(DistributionKind.Bernoulli, probability);
    }

    /// <summary>The integers minimum, minimum + 1, …, maximum, equally likely.</summary>
    /// <param name="minimum">The smallest.</param>
    /// <param name="maximum">The largest, included; at least the minimum.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ends are in the wrong order, or the range is wider than 2³¹.</exception>
    public static Distribution DiscreteUniform(long minimum, long maximum)
    {
        const long Largest = 1L << 53;
        if (maximum < minimum || minimum < -Largest || maximum > Largest || maximum - minimum >= 1L << 31)
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The integers from {minimum} to {maximum}: expected ends in order, within ±2⁵³, at most 2³¹ values.");
        return new Distribution(DistributionKind.DiscreteUniform, minimum, maximum);
    }

    /// <summary>location + scale·t, t with Student's distribution.</summary>
    /// <param name="degreesOfFreedom">Above zero; need not be whole.</param>
    /// <param name="location">The median.</param>
    /// <param name="scale">At least zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The degrees of freedom are not positive, the scale is negative, or one is not finite.</exception>
    public static Distribution StudentT(double degreesOfFreedom, double location = 0, double scale = 1)
        => new(DistributionKind.StudentT, Finite(location, nameof(location)), NotNegative(scale, nameof(scale)), Positive(degreesOfFreedom, nameof(degreesOfFreedom)));

    /// <summary>Generalised extreme value: F(x) = e^(-(1 + ξ·(x - location)/scale)^(-1/ξ)), and e^(-e^(-(x - location)/scale)) for ξ = 0.</summary>
    /// <param name="location">The location.</param>
    /// <param name="scale">At least zero.</param>
    /// <param name="shape">ξ: positive for a heavy upper tail (Fréchet), negative for a bounded one. SciPy's c is -ξ.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is negative, or a parameter is not finite.</exception>
    public static Distribution GeneralizedExtremeValue(double location, double scale, double shape)
        => new(DistributionKind.GeneralizedExtremeValue, Finite(location, nameof(location)), NotNegative(scale, nameof(scale)), Finite(shape, nameof(shape)));

    /// <summary>The values in order: sample k takes value k, counted from 0 and starting again after the last.</summary>
    /// <param name="values">At least one, all finite.</param>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static Distribution ArraySequential(ReadOnlySpan<double> values) => new(DistributionKind.ArraySequential, 0, values: Checked(values));

    /// <summary>One of the values, each equally likely.</summary>
    /// <param name="values">At least one, all finite.</param>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static Distribution ArrayRandom(ReadOnlySpan<double> values) => new(DistributionKind.ArrayRandom, 0, values: Checked(values).Sort());

    /// <summary>One digit of a mixed-radix counter: sample k takes value ⌊k/stride⌋ mod length.</summary>
    /// <param name="values">At least one, all finite.</param>
    /// <param name="stride">The product of the lengths of the arrays whose digits turn faster; 1 for the fastest.</param>
    /// <remarks>With strides 1, n₁, n₁·n₂, … the first n₁·n₂·… samples visit every combination of the arrays once.</remarks>
    /// <exception cref="ArgumentException">There is no value, one is not finite, or the stride is below one.</exception>
    public static Distribution ArrayCombinatorial(ReadOnlySpan<double> values, long stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stride, 1L << 53);
        return new Distribution(DistributionKind.ArrayCombinatorial, 0, c: stride, values: Checked(values));
    }

    /// <summary>The same distribution with opposite sign: -X.</summary>
    public Distribution Negated() => new(this, !IsNegated);

    /// <summary>The distribution given that its value lies within two bounds.</summary>
    /// <param name="lower">Lower bound; may be -∞.</param>
    /// <param name="upper">Upper bound; may be +∞; at least the lower.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds are in the wrong order or NaN, or no value can lie between them.</exception>
    /// <exception cref="InvalidOperationException">The distribution is truncated already, or is not continuous.</exception>
    public Distribution Truncated(double lower, double upper)
    {
        if (!(lower < upper))
            throw new ArgumentOutOfRangeException(nameof(upper), upper, $"Truncation of '{this}' to [{Text(lower)}, {Text(upper)}]: expected a lower bound below the upper one.");
        return TryTruncate(lower, upper, out Distribution truncated)
            ? truncated
            : throw new ArgumentOutOfRangeException(nameof(upper), upper, $"Truncation of '{this}' to [{Text(lower)}, {Text(upper)}] leaves no probability. Widen the bounds or use a constant.");
    }

    /// <summary>The distribution given that its value lies within two bounds, if any value can.</summary>
    /// <param name="lower">Lower bound; may be -∞.</param>
    /// <param name="upper">Upper bound; may be +∞.</param>
    /// <param name="truncated">The truncated distribution; the original where the result is false.</param>
    /// <returns>Whether the bounds are in order and leave some probability.</returns>
    /// <exception cref="InvalidOperationException">The distribution is truncated already, or is not continuous.</exception>
    public bool TryTruncate(double lower, double upper, out Distribution truncated)
    {
        if (IsTruncated)
            throw new InvalidOperationException($"'{this}' is truncated already. Truncate the original once, to the narrower bounds.");
        if (!IsContinuous || IsDegenerate(out _))
            throw new InvalidOperationException($"'{this}' has no density; only continuous distributions with a spread can be truncated.");
        truncated = this;
        if (!(lower < upper))
            return false;
        double from = IsNegated ? -upper : lower;
        double to = IsNegated ? -lower : upper;
        (double below, double aboveFrom) = FamilyTails(from);
        (double belowTo, double above) = FamilyTails(to);
        double kept = below > 0.5 ? aboveFrom - above : belowTo - below;
        if (!(kept > 0))
            return false;
        truncated = new Distribution(this, from, to, below, above, kept);
        return true;
    }

    /// <summary>A constant in place of a distribution that describes one value; any other distribution unchanged.</summary>
    /// <param name="distribution">The distribution.</param>
    /// <param name="change">What made it a constant.</param>
    public static Distribution Normalize(in Distribution distribution, out DegenerateParameter change)
        => distribution.IsDegenerate(out change) ? Constant(distribution.ValueAt(0.5, 0.5, sample: 0)) : distribution;

    /// <summary>Family and parameters, for messages.</summary>
    public override string ToString()
    {
        string parameters = Kind switch
        {
            DistributionKind.Constant or DistributionKind.Bernoulli => Text(_a),
            DistributionKind.Lognormal => $"median {Text(_a)}, σ {Text(_b)}",
            DistributionKind.Normal => $"mean {Text(_a)}, sd {Text(_b)}",
            DistributionKind.Uniform or DistributionKind.DiscreteUniform => $"{Text(_a)} to {Text(_b)}",
            DistributionKind.Triangular => $"{Text(_a)} to {Text(_b)}, mode {Text(_c)}",
            DistributionKind.Beta or DistributionKind.BetaPert => $"{Text(_a)} to {Text(_b)}, α {Text(_c)}, β {Text(_d)}",
            DistributionKind.Gamma or DistributionKind.Weibull => $"scale {Text(_b)}, shape {Text(_c)}, offset {Text(_a)}",
            DistributionKind.StudentT => $"degrees {Text(_c)}, location {Text(_a)}, scale {Text(_b)}",
            DistributionKind.GeneralizedExtremeValue => $"location {Text(_a)}, scale {Text(_b)}, ξ {Text(_c)}",
            DistributionKind.ArrayCombinatorial => $"{_values.Length} values, stride {Text(_c)}",
            _ => $"{_values.Length} values",
        };
        string bounds = IsTruncated ? $" within [{Text(_lower)}, {Text(_upper)}]" : "";
        return $"{(IsNegated ? "-" : "")}{Kind}({parameters}){bounds}";
    }

    private bool IsContinuous => Kind is not (DistributionKind.Constant or DistributionKind.Bernoulli or DistributionKind.DiscreteUniform
        or DistributionKind.ArraySequential or DistributionKind.ArrayRandom or DistributionKind.ArrayCombinatorial);

    private bool IsDegenerate(out DegenerateParameter change)
    {
        change = Kind switch
        {
            DistributionKind.Lognormal or DistributionKind.Normal or DistributionKind.Gamma or DistributionKind.Weibull
                or DistributionKind.StudentT or DistributionKind.GeneralizedExtremeValue when _b == 0 => DegenerateParameter.ZeroSpread,
            DistributionKind.Uniform or DistributionKind.Triangular or DistributionKind.Beta or DistributionKind.BetaPert
                or DistributionKind.DiscreteUniform when _a == _b => DegenerateParameter.EqualBounds,
            DistributionKind.Bernoulli when _a is 0 or 1 => DegenerateParameter.CertainOutcome,
            DistributionKind.ArraySequential or DistributionKind.ArrayRandom or DistributionKind.ArrayCombinatorial
                when AllEqual(_values.AsSpan()) => DegenerateParameter.EqualValues,
            _ => DegenerateParameter.None,
        };
        return change != DegenerateParameter.None;
    }

    private static bool AllEqual(ReadOnlySpan<double> values) => !values.ContainsAnyExcept(values[0]);

    private static ImmutableArray<double> Checked(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            throw new ArgumentException("An array of fixed values needs at least one value.", nameof(values));
        for (int k = 0; k < values.Length; k++)
        {
            if (!double.IsFinite(values[k]))
                throw new ArgumentException($"Value {k + 1} of {values.Length} fixed values is {Text(values[k])}; expected finite numbers.", nameof(values));
        }
        return [.. values];
    }

    private static void CheckMode(double minimum, double mode, double maximum)
    {
        CheckEnds(minimum, maximum);
        if (!(mode >= minimum && mode <= maximum))
            throw new ArgumentOutOfRangeException(nameof(mode), mode, $"The mode must lie within the ends, from {Text(minimum)} to {Text(maximum)}.");
    }

    private static void CheckEnds(double minimum, double maximum)
    {
        Finite(minimum, nameof(minimum));
        Finite(maximum, nameof(maximum));
        if (maximum < minimum)
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The maximum must be at least the minimum, {Text(minimum)}.");
        if (!double.IsFinite(maximum - minimum))
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The distance from the minimum, {Text(minimum)}, is no finite number.");
    }

    private static double Finite(double value, string name)
        => double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "A parameter of a distribution must be a finite number.");

    private static double NotNegative(double value, string name)
        => Finite(value, name) >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, "A measure of spread must not be negative.");

    private static double Positive(double value, string name)
        => Finite(value, name) > 0 ? value : throw new ArgumentOutOfRangeException(name, value, "The parameter must be greater than zero.");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
