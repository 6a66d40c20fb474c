using System.Collections.Immutable;
using CarbonLca.Numerics.Functions;

namespace CarbonLca.Numerics.Sampling;

public readonly partial record struct Distribution
{
    // Above, the expansion of t in 1/ν has all digits that a double holds wherever the tail is no zero.
    private const double NearlyNormalDegrees = 1e6;

    // Beyond, the tail of a normal distribution is smaller than any double.
    private const double FarthestNormal = 45;

    /// <summary>The smallest x with P(X ≤ x) ≥ p.</summary>
    /// <param name="p">A probability in [0, 1]; 0 and 1 give the ends of the support, which may be infinite.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is outside [0, 1].</exception>
    public double Quantile(double p)
    {
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability must lie between 0 and 1.");
        if (IsContinuous)
            return IsNegated ? -KeptQuantile(1 - p, p) : KeptQuantile(p, 1 - p);
        return IsNegated ? -DiscreteQuantile(1 - p, afterJump: true) : DiscreteQuantile(p, afterJump: false);
    }

    /// <summary>P(X ≤ x).</summary>
    public double Cdf(double x)
    {
        if (double.IsNaN(x))
            throw new ArgumentOutOfRangeException(nameof(x), x, "The argument of a cumulative distribution must be a number.");
        if (!IsNegated)
            return KeptTails(x).Below;
        return IsContinuous ? KeptTails(-x).Above : 1 - BelowStrictly(-x);
    }

    /// <summary>The value drawn by a uniform variate, or by the number of the sample if <see cref="IsIndexed"/>.</summary>
    /// <param name="u">The variate, in (0, 1).</param>
    /// <param name="complement">1 - u, with its own digits.</param>
    /// <param name="sample">The number of the sample.</param>
    internal double ValueAt(double u, double complement, long sample)
    {
        double value = Kind switch
        {
            DistributionKind.ArraySequential => _values[(int)(sample % _values.Length)],
            DistributionKind.ArrayCombinatorial => _values[(int)(sample / (long)_c % _values.Length)],
            _ => KeptQuantile(u, complement),
        };
        return IsNegated ? -value : value;
    }

    /// <summary>The value that belongs to a standard normal variate; for <see cref="DistributionKind.Normal"/> and lognormal, not truncated.</summary>
    internal double ValueOfNormal(double z)
    {
        double value = Kind == DistributionKind.Normal ? _a + (_b * z) : _a * RealMath.Exp(_b * z);
        return IsNegated ? -value : value;
    }

    /// <summary>The quantile of the family within the truncation bounds, before mirroring.</summary>
    private double KeptQuantile(double p, double q)
    {
        if (!IsTruncated)
            return FamilyQuantile(p, q);
        double below = Math.FusedMultiplyAdd(p, _kept, _below);
        double above = Math.FusedMultiplyAdd(q, _kept, _above);
        return Math.Clamp(FamilyQuantile(below, above), _lower, _upper);
    }

    private (double Below, double Above) KeptTails(double x)
    {
        if (!IsTruncated)
            return FamilyTails(x);
        if (x <= _lower)
            return (0, 1);
        if (x >= _upper)
            return (1, 0);
        (double below, double above) = FamilyTails(x);
        // Differences of the smaller tail: the larger one has lost the digits that count.
        return below < above
            ? ((below - _below) / _kept, (_below + _kept - below) / _kept)
            : ((_above + _kept - above) / _kept, (above - _above) / _kept);
    }

    private double FamilyQuantile(double p, double q) => Kind switch
    {
        DistributionKind.Constant => _a,
        DistributionKind.Lognormal => _b == 0 ? _a : _a * RealMath.Exp(_b * NormalMath.Quantile(p, q)),
        DistributionKind.Normal => _b == 0 ? _a : _a + (_b * NormalMath.Quantile(p, q)),
        DistributionKind.Uniform => p < q ? _a + (p * (_b - _a)) : _b - (q * (_b - _a)),
        DistributionKind.Triangular => TriangularQuantile(p, q),
        DistributionKind.Beta or DistributionKind.BetaPert => BetaQuantile(p, q),
        DistributionKind.Gamma => _b == 0 ? _a : _a + (_b * GammaMath.InverseRegularized(_c, p, q)),
        DistributionKind.Weibull => _b == 0 ? _a : _a + (_b * RealMath.Pow(MinusLog(q, p), 1 / _c)),
        DistributionKind.StudentT => _b == 0 ? _a : _a + (_b * StudentQuantile(_c, p, q)),
        DistributionKind.GeneralizedExtremeValue => _b == 0 ? _a : _a + (_b * ExtremeQuantile(_c, p, q)),
        _ => DiscreteQuantile(p, afterJump: false),
    };

    private (double Below, double Above) FamilyTails(double x)
    {
        switch (Kind)
        {
            case DistributionKind.Lognormal when _b > 0:
                return x <= 0 ? (0, 1) : NormalTails(RealMath.Log(x / _a) / _b);
            case DistributionKind.Normal when _b > 0:
                return NormalTails((x - _a) / _b);
            case DistributionKind.Uniform when _a < _b:
                return x <= _a ? (0, 1) : x >= _b ? (1, 0) : ((x - _a) / (_b - _a), (_b - x) / (_b - _a));
            case DistributionKind.Triangular when _a < _b:
                return TriangularTails(x);
            case DistributionKind.Beta or DistributionKind.BetaPert when _a < _b:
                return BetaMath.Regularized(_c, _d, (x - _a) / (_b - _a), (_b - x) / (_b - _a));
            case DistributionKind.Gamma when _b > 0:
                return GammaMath.Regularized(_c, (x - _a) / _b);
            case DistributionKind.Weibull when _b > 0:
                return WeibullTails((x - _a) / _b);
            case DistributionKind.StudentT when _b > 0:
                return StudentTails(_c, (x - _a) / _b);
            case DistributionKind.GeneralizedExtremeValue when _b > 0:
                return ExtremeTails(_c, (x - _a) / _b);
            case DistributionKind.Bernoulli:
                return x < 0 ? (0, 1) : x < 1 ? (1 - _a, _a) : (1, 0);
            case DistributionKind.DiscreteUniform:
                double share = Math.Clamp((Math.Floor(x) - _a + 1) / (_b - _a + 1), 0, 1);
                return (share, 1 - share);
            case DistributionKind.ArraySequential or DistributionKind.ArrayRandom or DistributionKind.ArrayCombinatorial:
                double part = CountAtMost(x) / (double)_values.Length;
                return (part, 1 - part);
            default:
                return x < _a ? (0, 1) : (1, 0);
        }
    }

    private double TriangularQuantile(double p, double q)
    {
        double width = _b - _a;
        if (width == 0)
            return _a;
        double split = (_c - _a) / width;
        return p < split ? _a + (width * Math.Sqrt(p * split)) : _b - (width * Math.Sqrt(q * (1 - split)));
    }

    private (double Below, double Above) TriangularTails(double x)
    {
        if (x <= _a)
            return (0, 1);
        if (x >= _b)
            return (1, 0);
        double width = _b - _a;
        if (x < _c)
        {
            double below = (x - _a) / width * ((x - _a) / (_c - _a));
            return (below, 1 - below);
        }
        double above = (_b - x) / width * ((_b - x) / (_b - _c));
        return (1 - above, above);
    }

    private double BetaQuantile(double p, double q)
    {
        double width = _b - _a;
        if (width == 0)
            return _a;
        return p <= q
            ? _a + (width * BetaMath.InverseRegularized(_c, _d, p, q))
            : _b - (width * BetaMath.InverseRegularized(_d, _c, q, p));
    }

    private (double Below, double Above) WeibullTails(double x)
    {
        if (x <= 0)
            return (0, 1);
        double power = RealMath.Pow(x, _c);
        return (-RealMath.ExpM1(-power), RealMath.Exp(-power));
    }

    private static (double Below, double Above) NormalTails(double z) => (NormalMath.Cdf(z), NormalMath.Cdf(-z));

    /// <summary>The t of Student's distribution with P(T ≤ t) = p.</summary>
    /// <param name="degrees">Degrees of freedom.</param>
    /// <param name="p">The probability below.</param>
    /// <param name="q">1 - p, with its own digits.</param>
    internal static double StudentQuantile(double degrees, double p, double q)
    {
        double smaller = Math.Min(p, q);
        double sign = p < q ? -1 : 1;
        if (smaller <= 0)
            return sign * double.PositiveInfinity;
        if (degrees > NearlyNormalDegrees)
            return StudentOfNormal(degrees, NormalMath.Quantile(p, q));
        if (smaller < 0.25)
        {
            // Tail: 2·smaller = I_x(ν/2, ½) with x = ν/(ν + t²).
            double x = BetaMath.InverseRegularized(0.5 * degrees, 0.5, 2 * smaller, 1 - (2 * smaller));
            return sign * Math.Sqrt(degrees * (1 - x) / x);
        }
        // Centre: 1 - 2·smaller = I_y(½, ν/2) with y = t²/(ν + t²).
        double y = BetaMath.InverseRegularized(0.5, 0.5 * degrees, Math.Abs(q - p), 2 * smaller);
        return sign * Math.Sqrt(degrees * y / (1 - y));
    }

    private static (double Below, double Above) StudentTails(double degrees, double t)
    {
        if (double.IsInfinity(t))
            return t < 0 ? (0, 1) : (1, 0);
        if (degrees > NearlyNormalDegrees)
            return NormalTails(Math.Abs(t) > FarthestNormal ? t : NormalOfStudent(degrees, t));
        double square = t * t;
        double smaller = double.IsInfinity(square) ? 0 : 0.5 * BetaMath.Regularized(0.5 * degrees, 0.5, degrees / (degrees + square), square / (degrees + square)).P;
        return t < 0 ? (smaller, 1 - smaller) : (1 - smaller, smaller);
    }

    // Fisher and Cornish's expansion in 1/ν (Abramowitz & Stegun 26.7.5). Incomplete beta functions of so many degrees have few digits and take very long.
    private static double StudentOfNormal(double degrees, double z)
    {
        double square = z * z;
        double first = (square + 1) / 4;
        double second = ((((5 * square) + 16) * square) + 3) / 96;
        double third = ((((((3 * square) + 19) * square) + 17) * square) - 15) / 384;
        return z + (z * (first + ((second + (third / degrees)) / degrees)) / degrees);
    }

    // The expansion the other way.
    private static double NormalOfStudent(double degrees, double t)
    {
        double square = t * t;
        double first = (square + 1) / 4;
        double second = ((((13 * square) + 8) * square) + 3) / 96;
        double third = ((((((35 * square) + 19) * square) + 1) * square) - 15) / 384;
        return t - (t * (first - ((second - (third / degrees)) / degrees)) / degrees);
    }

    private static double ExtremeQuantile(double shape, double p, double q)
    {
        double log = RealMath.Log(MinusLog(p, q));
        return shape == 0 ? -log : RealMath.ExpM1(-shape * log) / shape;
    }

    private static (double Below, double Above) ExtremeTails(double shape, double y)
    {
        double power;
        if (shape == 0)
        {
            power = RealMath.Exp(-y);
        }
        else
        {
            double scaled = shape * y;
            if (scaled <= -1)
                return shape > 0 ? (0, 1) : (1, 0);
            double log = double.IsPositiveInfinity(scaled) ? scaled : RealMath.Log1P(scaled);
            power = RealMath.Exp(-log / shape);
        }
        return (RealMath.Exp(-power), -RealMath.ExpM1(-power));
    }

    /// <summary>-ln p, from the complement q where p is near one.</summary>
    private static double MinusLog(double p, double q) => p < 0.5 ? -RealMath.Log(p) : -RealMath.Log1P(-q);

    /// <summary>The inverse of a step function; where p is exactly the height of a step, the value before or after it.</summary>
    private double DiscreteQuantile(double p, bool afterJump)
    {
        switch (Kind)
        {
            case DistributionKind.Constant:
                return _a;
            case DistributionKind.Bernoulli:
                return p > 1 - _a || (afterJump && p == 1 - _a) ? 1 : 0;
            case DistributionKind.DiscreteUniform:
                return _a + IndexOf(p, _b - _a + 1, afterJump);
            default:
                ImmutableArray<double> ascending = Kind == DistributionKind.ArrayRandom ? _values : _values.Sort();
                return ascending[(int)IndexOf(p, ascending.Length, afterJump)];
        }
    }

    private static double IndexOf(double p, double count, bool afterJump)
        => Math.Clamp(afterJump ? Math.Floor(p * count) : Math.Ceiling(p * count) - 1, 0, count - 1);

    private double BelowStrictly(double x) => Kind switch
    {
        DistributionKind.Bernoulli => x <= 0 ? 0 : x <= 1 ? 1 - _a : 1,
        DistributionKind.DiscreteUniform => Math.Clamp((Math.Ceiling(x) - _a) / (_b - _a + 1), 0, 1),
        DistributionKind.Constant => x <= _a ? 0 : 1,
        _ => CountBelow(x) / (double)_values.Length,
    };

    private int CountAtMost(double x)
    {
        int count = 0;
        foreach (double value in _values)
            count += value <= x ? 1 : 0;
        return count;
    }

    private int CountBelow(double x)
    {
        int count = 0;
        foreach (double value in _values)
            count += value < x ? 1 : 0;
        return count;
    }
}
