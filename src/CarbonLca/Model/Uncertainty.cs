using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.Model;

/// <summary>How an exchange's amount is distributed; where the kind says so, the amount itself gives the location.</summary>
/// <param name="Kind">The shape.</param>
/// <param name="Scale">Lognormal: σ of ln; beta: β; others with a scale: in the flow's reference unit; else 0.</param>
/// <param name="Minimum">Lower end, beginning or lower truncation bound, in the flow's reference unit; else 0.</param>
/// <param name="Maximum">Upper end or upper truncation bound, in the flow's reference unit; else 0.</param>
/// <remarks>
/// <para>
/// <see cref="UncertaintyKind"/> says what each parameter means. Kinds without ends of their own — lognormal, normal, Student's t,
/// extreme value — may be truncated at the minimum, the maximum or both; gamma and Weibull at the end they do not begin at.
/// </para>
/// <para>
/// A negative lognormal amount distributes its absolute value and keeps the sign (REQ-82). The other kinds that are no longer of
/// their family with the opposite sign are <see cref="IsMirrored"/>. Exchanges that name the same <see cref="Group"/> share a draw.
/// </para>
/// <para>
/// A kind whose parameters describe no random quantity (σ = 0, minimum = maximum) is best stored as <see cref="None"/>; the reader
/// that meets one reports it, and <see cref="DistributionOf"/> reports what a table or a change of amounts brings up.
/// </para>
/// </remarks>
public readonly record struct Uncertainty(UncertaintyKind Kind, double Scale, double Minimum, double Maximum)
{
    private const Truncation BothEnds = Truncation.Below | Truncation.Above;

    // Values spread by 1e-5 of their mean; incomplete gamma and beta functions take as many terms as the root of the shape.
    private const double LargestShape = 1e10;

    private readonly ImmutableArray<double> _values;

    /// <summary>A fixed amount.</summary>
    public static Uncertainty None => default;

    /// <summary>The shape parameter of the kinds that have one; else 0.</summary>
    public double Shape { get; init; }

    /// <summary>Which of minimum and maximum cut off a distribution that would reach further.</summary>
    public Truncation Truncation { get; init; }

    /// <summary>Whether the values are those of the family with the opposite sign: gamma, Weibull, Bernoulli and extreme value only.</summary>
    /// <remarks>Ends, bounds and amount are those of the mirrored values: a mirrored gamma ends at its maximum.</remarks>
    public bool IsMirrored { get; init; }

    /// <summary>The values of the array kinds, in the flow's reference unit; else empty.</summary>
    public ImmutableArray<double> Values
    {
        get => _values.IsDefault ? [] : _values;
        init => _values = value;
    }

    /// <summary>The name of the group whose exchanges share a draw; null where the exchange has its own.</summary>
    public string? Group { get; init; }

    /// <summary>Whether there is more to it than kind, scale, minimum and maximum.</summary>
    public bool HasDetail => Shape != 0 || Truncation != Truncation.None || IsMirrored || Group is not null || !_values.IsDefaultOrEmpty;

    /// <summary>Lognormal about the amount as median.</summary>
    /// <param name="sigma">The standard deviation of the natural logarithm; greater than zero.</param>
    public static Uncertainty Lognormal(double sigma) => new(UncertaintyKind.Lognormal, Positive(sigma), 0, 0);

    /// <summary>Normal about the amount as mean.</summary>
    /// <param name="standardDeviation">The standard deviation; greater than zero.</param>
    public static Uncertainty Normal(double standardDeviation) => new(UncertaintyKind.Normal, Positive(standardDeviation), 0, 0);

    /// <summary>Triangular with the amount as mode.</summary>
    public static Uncertainty Triangular(double minimum, double maximum) => Between(UncertaintyKind.Triangular, minimum, maximum);

    /// <summary>Uniform between two ends.</summary>
    public static Uncertainty Uniform(double minimum, double maximum) => Between(UncertaintyKind.Uniform, minimum, maximum);

    /// <summary>Beta-PERT with the amount as mode.</summary>
    /// <param name="minimum">Lower end.</param>
    /// <param name="maximum">Upper end.</param>
    /// <param name="lambda">The weight of the mode; greater than zero.</param>
    public static Uncertainty BetaPert(double minimum, double maximum, double lambda = 4) =>
        Between(UncertaintyKind.BetaPert, minimum, maximum) with { Shape = Positive(lambda) };

    /// <summary>Beta between two ends: α = β = 1 is uniform, the mean is minimum + (maximum − minimum)·α/(α + β).</summary>
    /// <param name="alpha">First shape; greater than zero.</param>
    /// <param name="beta">Second shape; greater than zero.</param>
    /// <param name="minimum">Lower end.</param>
    /// <param name="maximum">Upper end.</param>
    public static Uncertainty Beta(double alpha, double beta, double minimum, double maximum) =>
        Between(UncertaintyKind.Beta, minimum, maximum) with { Scale = Positive(beta), Shape = Positive(alpha) };

    /// <summary>The minimum plus a gamma variate with mean shape × scale.</summary>
    public static Uncertainty Gamma(double shape, double scale, double minimum = 0) =>
        new(UncertaintyKind.Gamma, Positive(scale), Finite(minimum), 0) { Shape = Positive(shape) };

    /// <summary>The minimum plus a Weibull variate: P(X − minimum &gt; x) = e^(−(x/scale)^shape).</summary>
    public static Uncertainty Weibull(double scale, double shape, double minimum = 0) =>
        new(UncertaintyKind.Weibull, Positive(scale), Finite(minimum), 0) { Shape = Positive(shape) };

    /// <summary>One reference unit with a probability, else nothing.</summary>
    /// <param name="probability">Between 0 and 1, both excluded: they describe fixed amounts.</param>
    public static Uncertainty Bernoulli(double probability)
    {
        if (!(probability > 0 && probability < 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability must lie between 0 and 1.");
        return new Uncertainty(UncertaintyKind.Bernoulli, 0, 0, 0) { Shape = probability };
    }

    /// <summary>The whole numbers of reference units from the first to the last, both included, equally likely.</summary>
    public static Uncertainty DiscreteUniform(long first, long last) => Checked(Between(UncertaintyKind.DiscreteUniform, first, last), nameof(last));

    /// <summary>Student's t about the amount as median.</summary>
    /// <param name="degreesOfFreedom">Greater than zero; need not be whole.</param>
    /// <param name="scale">What t is multiplied by; greater than zero.</param>
    public static Uncertainty StudentT(double degreesOfFreedom, double scale) =>
        new(UncertaintyKind.StudentT, Positive(scale), 0, 0) { Shape = Positive(degreesOfFreedom) };

    /// <summary>Generalised extreme value with the amount as location.</summary>
    /// <param name="scale">Greater than zero.</param>
    /// <param name="shape">ξ: positive for a heavy upper tail, negative for a bounded one.</param>
    public static Uncertainty GeneralizedExtremeValue(double scale, double shape) =>
        new(UncertaintyKind.GeneralizedExtremeValue, Positive(scale), 0, 0) { Shape = Finite(shape) };

    /// <summary>Given values, one of the array kinds.</summary>
    /// <param name="kind">Sequential, random or combinatorial.</param>
    /// <param name="values">At least one; finite.</param>
    public static Uncertainty Array(UncertaintyKind kind, params ReadOnlySpan<double> values) =>
        kind.IsArray()
            ? Checked(new Uncertainty(kind, 0, 0, 0) { Values = [.. values] }, nameof(values))
            : throw new ArgumentOutOfRangeException(nameof(kind), kind, "Only the array kinds have values.");

    /// <summary>The same distribution, cut off at one bound or two.</summary>
    /// <param name="lower">No value lies below; null for no bound.</param>
    /// <param name="upper">No value lies above; null for no bound.</param>
    /// <exception cref="ArgumentException">The kind cannot be cut off at this end, or the bounds are in the wrong order or not finite.</exception>
    public Uncertainty Truncated(double? lower, double? upper) => Checked(
        this with
        {
            Minimum = lower ?? Minimum,
            Maximum = upper ?? Maximum,
            Truncation = Truncation | (lower is null ? Truncation.None : Truncation.Below) | (upper is null ? Truncation.None : Truncation.Above),
        },
        nameof(upper));

    /// <summary>The same distribution, sharing its draw with all exchanges that name the group.</summary>
    public Uncertainty InGroup(string group)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(group);
        return this with { Group = group };
    }

    /// <summary>The distribution of an amount multiplied by a factor: in another unit, or with the opposite sign.</summary>
    /// <param name="factor">What the amount is multiplied by; finite, not zero. A negative factor swaps the ends.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The kind counts whole reference units (Bernoulli, discrete uniform) and the factor is neither 1 nor −1.
    /// </exception>
    public Uncertainty Times(double factor)
    {
        if (Kind.CountsWholeUnits() && Math.Abs(factor) != 1) throw new ArgumentOutOfRangeException(nameof(factor), factor, $"A distribution of kind {Kind} counts whole reference units; it has no equal in another unit.");
        Uncertainty scaled = this with
        {
            Scale = Kind is UncertaintyKind.Lognormal or UncertaintyKind.Beta ? Scale : Scale * Math.Abs(factor),
            Minimum = ((factor < 0 ? Maximum : Minimum) * factor) + 0.0, // -0 becomes 0
            Maximum = ((factor < 0 ? Minimum : Maximum) * factor) + 0.0,
            Values = _values.IsDefaultOrEmpty ? _values : [.. _values.Select(v => (v * factor) + 0.0)],
        };
        if (factor >= 0) return scaled;
        return scaled with
        {
            // β and α change places: 1 − X is beta with the shapes exchanged.
            Scale = Kind == UncertaintyKind.Beta ? Shape : scaled.Scale,
            Shape = Kind == UncertaintyKind.Beta ? Scale : Shape,
            IsMirrored = Kind.CanBeMirrored() && !IsMirrored,
            Truncation = (Truncation.HasFlag(Truncation.Below) ? Truncation.Above : Truncation.None) | (Truncation.HasFlag(Truncation.Above) ? Truncation.Below : Truncation.None),
        };
    }

    /// <summary>What to draw for an exchange of this amount.</summary>
    /// <param name="amount">The amount in the flow's reference unit; finite.</param>
    /// <param name="change">Why the amount is taken as fixed although a distribution is stated; none where it varies, or states none.</param>
    /// <param name="stride">Combinatorial arrays only: the product of the lengths of the arrays whose digits turn faster.</param>
    /// <returns>The distribution, or the amount as a constant where the parameters describe no random quantity.</returns>
    /// <remarks>
    /// Fixed by rule, and said in <paramref name="change"/>: no spread (σ = 0, scale 0), equal ends or values, a certain outcome, a
    /// mode outside of its ends, a lognormal median of zero, truncation bounds between which nothing lies.
    /// </remarks>
    /// <exception cref="ArgumentException">The parameters are invalid, as no table that was checked can hold them.</exception>
    public Distribution DistributionOf(double amount, out DegenerateParameter change, long stride = 1)
    {
        if (!double.IsFinite(amount)) throw new ArgumentOutOfRangeException(nameof(amount), amount, "An amount must be finite.");
        change = DegenerateParameter.None;
        if (Kind == UncertaintyKind.None) return Distribution.Constant(amount);
        Checked(this, nameof(amount));
        if (Kind == UncertaintyKind.Lognormal && amount == 0) change = DegenerateParameter.ZeroMedian;
        if (Kind.HasMode() && Minimum < Maximum && !(amount >= Minimum && amount <= Maximum)) change = DegenerateParameter.ModeOutside;
        if (Kind.HasMode() && Minimum == Maximum) change = DegenerateParameter.EqualBounds;
        if (change != DegenerateParameter.None) return Distribution.Constant(amount);

        Distribution distribution = Distribution.Normalize(Family(amount, stride), out change);
        if (change == DegenerateParameter.None && Truncation != Truncation.None
            && !distribution.TryTruncate(Truncation.HasFlag(Truncation.Below) ? Minimum : double.NegativeInfinity, Truncation.HasFlag(Truncation.Above) ? Maximum : double.PositiveInfinity, out distribution))
            change = DegenerateParameter.EmptyTruncation;
        return change == DegenerateParameter.None ? distribution : Distribution.Constant(amount);
    }

    /// <inheritdoc/>
    public bool Equals(Uncertainty other) =>
        Kind == other.Kind && Scale.Equals(other.Scale) && Shape.Equals(other.Shape) && Minimum.Equals(other.Minimum) && Maximum.Equals(other.Maximum)
        && Truncation == other.Truncation && IsMirrored == other.IsMirrored && Group == other.Group && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Scale, Shape, Minimum, Maximum, Group);

    /// <summary>What is wrong with the parameters, or null. Parameters of no spread are not wrong, only degenerate.</summary>
    public Wording? Fault()
    {
        if (Kind > UncertaintyKinds.Last) return new($"the kind {(byte)Kind} is unknown", $"未知类型 {(byte)Kind}");
        if (!double.IsFinite(Scale) || !double.IsFinite(Shape) || !double.IsFinite(Minimum) || !double.IsFinite(Maximum)) return new("a parameter is no finite number", "参数不是有限数");
        return FaultOfShape() ?? FaultOfEnds() ?? FaultOfVariant();
    }

    private Wording? FaultOfShape()
    {
        if (Scale < 0) return new($"the scale {Scale:R} is negative", $"尺度参数 {Scale:R} 为负");
        if (Kind is UncertaintyKind.Beta && Scale == 0) return new("the scale, β, is 0", "尺度参数（β）为 0");
        if (Kind.HasPositiveShape() && Shape <= 0) return new($"the shape {Shape:R} is not greater than 0", $"形状参数 {Shape:R} 不大于 0");
        if (Kind is UncertaintyKind.Gamma or UncertaintyKind.Beta or UncertaintyKind.BetaPert)
        {
            double largest = Kind == UncertaintyKind.Beta ? Math.Max(Shape, Scale) : Shape;
            if (largest > LargestShape) return new($"the shape {largest:R} is larger than {LargestShape:R}; so narrow a distribution is a fixed amount", $"形状参数 {largest:R} 大于 {LargestShape:R}；如此窄的分布即为固定值");
        }

        if (Kind == UncertaintyKind.Bernoulli && Shape is < 0 or > 1) return new($"the probability {Shape:R} lies outside of 0 to 1", $"概率 {Shape:R} 不在 0 至 1 之间");
        return null;
    }

    private Wording? FaultOfEnds()
    {
        if (Kind.HasEnds() && (Minimum > Maximum || !double.IsFinite(Maximum - Minimum)))
            return new($"the ends {Minimum:R} and {Maximum:R} are in the wrong order or too far apart", $"端点 {Minimum:R} 与 {Maximum:R} 次序颠倒或相距过大");
        if (Kind == UncertaintyKind.DiscreteUniform && !IsRangeOfIntegers())
            return new($"the ends {Minimum:R} and {Maximum:R} are no whole numbers within ±2⁵³, less than 2³¹ apart", $"端点 {Minimum:R} 与 {Maximum:R} 不是 ±2⁵³ 之内、相距小于 2³¹ 的整数");
        Truncation allowed = Kind.TruncationAllowed(IsMirrored);
        if ((Truncation & ~allowed) != Truncation.None) return new("this kind cannot be truncated at that end", "该类型不能在此端截断");
        if (allowed == BothEnds && Truncation == BothEnds && Minimum >= Maximum)
            return new($"the truncation bounds {Minimum:R} and {Maximum:R} are in the wrong order", $"截断界限 {Minimum:R} 与 {Maximum:R} 次序颠倒");
        return null;
    }

    private Wording? FaultOfVariant()
    {
        if (IsMirrored && !Kind.CanBeMirrored()) return new("this kind is never mirrored", "该类型不能取镜像");
        if (Kind.IsArray() && _values.IsDefaultOrEmpty) return new("there are no values", "没有给出数值");
        if (!Kind.IsArray() && !_values.IsDefaultOrEmpty) return new("this kind has no values", "该类型不含数值");
        if (!_values.IsDefaultOrEmpty && _values.Any(v => !double.IsFinite(v))) return new("a value is no finite number", "某个数值不是有限数");
        return Group is { } group && string.IsNullOrWhiteSpace(group) ? new("the name of the group is empty", "组名为空") : null;
    }

    private Distribution Family(double amount, long stride)
    {
        double sign = IsMirrored ? -1 : 1;
        double begin = IsMirrored ? -Maximum : Minimum;
        Distribution family = Kind switch
        {
            UncertaintyKind.Lognormal => Distribution.Lognormal(amount, Scale),
            UncertaintyKind.Normal => Distribution.Normal(amount, Scale),
            UncertaintyKind.Triangular => Distribution.Triangular(Minimum, amount, Maximum),
            UncertaintyKind.Uniform => Distribution.Uniform(Minimum, Maximum),
            UncertaintyKind.BetaPert => Distribution.BetaPert(Minimum, amount, Maximum, Shape),
            UncertaintyKind.Beta => Distribution.Beta(Shape, Scale, Minimum, Maximum),
            UncertaintyKind.Gamma => Distribution.Gamma(Shape, Scale, begin),
            UncertaintyKind.Weibull => Distribution.Weibull(Scale, Shape, begin),
            UncertaintyKind.Bernoulli => Distribution.Bernoulli(Shape),
            UncertaintyKind.DiscreteUniform => Distribution.DiscreteUniform((long)Minimum, (long)Maximum),
            UncertaintyKind.StudentT => Distribution.StudentT(Shape, amount, Scale),
            UncertaintyKind.GeneralizedExtremeValue => Distribution.GeneralizedExtremeValue(sign * amount, Scale, Shape),
            UncertaintyKind.ArraySequential => Distribution.ArraySequential(_values.AsSpan()),
            UncertaintyKind.ArrayRandom => Distribution.ArrayRandom(_values.AsSpan()),
            _ => Distribution.ArrayCombinatorial(_values.AsSpan(), stride),
        };
        return IsMirrored ? family.Negated() : family;
    }

    private bool IsRangeOfIntegers()
    {
        const double Largest = 1L << 53;
        return double.IsInteger(Minimum) && double.IsInteger(Maximum) && Minimum >= -Largest && Maximum <= Largest && Maximum - Minimum < 1L << 31;
    }

    private static Uncertainty Between(UncertaintyKind kind, double minimum, double maximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Finite(maximum), Finite(minimum));
        return new Uncertainty(kind, 0, minimum, maximum);
    }

    private static Uncertainty Checked(Uncertainty value, string parameter) =>
        value.Fault() is { } fault ? throw new ArgumentException($"The {value.Kind} distribution is invalid: {fault.En}.", parameter) : value;

    private static double Positive(double value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Finite(value));
        return value;
    }

    private static double Finite(double value) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A parameter of a distribution must be finite.");
}
