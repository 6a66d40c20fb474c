using CarbonLca.Numerics.Functions;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.Numerics.Sampling;

public readonly partial record struct Distribution
{
    private const double EulerGamma = 0.57721566490153286;

    /// <summary>The expected value; +∞ or NaN where the integral diverges or does not exist.</summary>
    /// <remarks>In closed form; of a truncated distribution by quadrature of the quantile, relative error below 1e-9.</remarks>
    public double Mean
    {
        get
        {
            double mean = IsTruncated ? TruncatedMoment(power: 1, about: 0) : FamilyMoments().Mean;
            return IsNegated ? -mean : mean;
        }
    }

    /// <summary>The variance; +∞ or NaN where the integral diverges or does not exist.</summary>
    /// <remarks>In closed form; of a truncated distribution by quadrature of the quantile, relative error below 1e-9.</remarks>
    public double Variance => IsTruncated ? TruncatedMoment(power: 2, about: TruncatedMoment(power: 1, about: 0)) : FamilyMoments().Variance;

    private (double Mean, double Variance) FamilyMoments()
    {
        double square = _b * _b;
        switch (Kind)
        {
            case DistributionKind.Lognormal:
                double mean = _a * RealMath.Exp(0.5 * square);
                return (mean, mean * mean * RealMath.ExpM1(square));
            case DistributionKind.Normal:
                return (_a, square);
            case DistributionKind.Uniform:
                return (_a + (0.5 * (_b - _a)), (_b - _a) * (_b - _a) / 12);
            case DistributionKind.Triangular:
                double left = _c - _a;
                double right = _b - _c;
                return (_a + (((2 * left) + right) / 3), ((left * left) + (left * right) + (right * right)) / 18);
            case DistributionKind.Beta or DistributionKind.BetaPert:
                double width = _b - _a;
                double sum = _c + _d;
                return (_a + (width * (_c / sum)), width * width * (_c / sum) * (_d / sum) / (sum + 1));
            case DistributionKind.Gamma:
                return (_a + (_c * _b), _c * square);
            case DistributionKind.Weibull:
                return WeibullMoments();
            case DistributionKind.Bernoulli:
                return (_a, _a * (1 - _a));
            case DistributionKind.DiscreteUniform:
                double count = _b - _a + 1;
                return (_a + (0.5 * (_b - _a)), ((count * count) - 1) / 12);
            case DistributionKind.StudentT:
                return StudentMoments();
            case DistributionKind.GeneralizedExtremeValue:
                return ExtremeMoments();
            case DistributionKind.ArraySequential or DistributionKind.ArrayRandom or DistributionKind.ArrayCombinatorial:
                Moments moments = Moments.Of(_values.AsSpan());
                return (moments.Mean, moments.PopulationVariance);
            default:
                return (_a, 0);
        }
    }

    private (double Mean, double Variance) WeibullMoments()
    {
        double first = GammaMath.LogGamma(1 + (1 / _c));
        double second = GammaMath.LogGamma(1 + (2 / _c));
        double mean = _b * RealMath.Exp(first);
        return (_a + mean, mean * mean * RealMath.ExpM1(second - (2 * first)));
    }

    private (double Mean, double Variance) StudentMoments()
    {
        if (_b == 0)
            return (_a, 0);
        double mean = _c > 1 ? _a : double.NaN;
        double variance = _c > 2 ? _b * _b * (_c / (_c - 2)) : _c > 1 ? double.PositiveInfinity : double.NaN;
        return (mean, variance);
    }

    private (double Mean, double Variance) ExtremeMoments()
    {
        if (_b == 0)
            return (_a, 0);
        double shape = _c;
        double mean = shape >= 1 ? double.PositiveInfinity : _a + (_b * ExtremeMean(shape));
        double variance = shape >= 0.5 ? double.PositiveInfinity : _b * _b * ExtremeVariance(shape);
        return (mean, variance);
    }

    /// <summary>(Γ(1 - ξ) - 1)/ξ, from the series of ln Γ where both differences vanish.</summary>
    private static double ExtremeMean(double shape)
    {
        if (shape == 0)
            return EulerGamma;
        double log = Math.Abs(shape) < 0.02 ? LogGammaNearOne(shape) : GammaMath.LogGamma(1 - shape);
        return RealMath.ExpM1(log) / shape;
    }

    /// <summary>(Γ(1 - 2ξ) - Γ(1 - ξ)²)/ξ².</summary>
    private static double ExtremeVariance(double shape)
    {
        if (shape == 0)
            return Zeta(2);
        bool near = Math.Abs(shape) < 0.02;
        double first = near ? LogGammaNearOne(shape) : GammaMath.LogGamma(1 - shape);
        double excess = near ? LogGammaExcess(shape) : GammaMath.LogGamma(1 - (2 * shape)) - (2 * first);
        return RealMath.Exp(2 * first) * RealMath.ExpM1(excess) / (shape * shape);
    }

    /// <summary>ln Γ(1 - x) = γ·x + Σ ζ(k)·xᵏ/k (Abramowitz &amp; Stegun 6.1.33).</summary>
    private static double LogGammaNearOne(double x)
    {
        double sum = EulerGamma * x;
        double power = x;
        for (int k = 2; k <= 10; k++)
        {
            power *= x;
            sum += Zeta(k) * power / k;
        }
        return sum;
    }

    /// <summary>ln Γ(1 - 2x) - 2·ln Γ(1 - x) = Σ ζ(k)·(2ᵏ - 2)·xᵏ/k.</summary>
    private static double LogGammaExcess(double x)
    {
        double sum = 0;
        double power = x;
        for (int k = 2; k <= 12; k++)
        {
            power *= x;
            sum += Zeta(k) * ((1 << k) - 2) * power / k;
        }
        return sum;
    }

    /// <summary>Riemann's ζ at 2 to 12 (Abramowitz &amp; Stegun, table 23.3).</summary>
    private static double Zeta(int k) => k switch
    {
        2 => 1.6449340668482264,
        3 => 1.2020569031595943,
        4 => 1.0823232337111382,
        5 => 1.0369277551433699,
        6 => 1.0173430619844491,
        7 => 1.0083492773819228,
        8 => 1.0040773561979443,
        9 => 1.0020083928260822,
        10 => 1.0009945751278181,
        11 => 1.0004941886041195,
        _ => 1.0002460865533080,
    };

    /// <summary>∫₀¹ (Q(p) - about)^power dp of the truncated quantile Q.</summary>
    /// <remarks>
    /// Double exponential rule (Takahasi &amp; Mori 1974): p = 1/(1 + e^(-π·sinh t)), step 1/32; both p and 1 - p keep their digits, so
    /// that singular ends do no harm.
    /// </remarks>
    private double TruncatedMoment(int power, double about)
    {
        const int Steps = 32;
        const int Reach = 4 * Steps;
        double sum = 0;
        for (int k = -Reach; k <= Reach; k++)
        {
            double t = (double)k / Steps;
            double grow = RealMath.Exp(t);
            double exponential = RealMath.Exp(Math.PI * 0.5 * (grow - (1 / grow)));
            double complement = 1 / (1 + exponential);
            double p = exponential / (1 + exponential);
            double weight = Math.PI * 0.5 * (grow + (1 / grow)) * p * complement;
            if (!(weight > 0))
                continue;
            double value = KeptQuantile(p, complement) - about;
            sum += weight * (power == 1 ? value : value * value);
        }
        return sum / Steps;
    }
}
