namespace CarbonLca.Benchmarks.Reference;

/// <summary>A number of about 32 decimal digits: the unevaluated sum of two doubles, the second at most half a unit of the first.</summary>
/// <remarks>Dekker 1971, Numerische Mathematik 18:224; products with a fused multiply-add. Relative errors stay below 2⁻¹⁰⁰.</remarks>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static DoubleDouble Zero => default;

    public static implicit operator DoubleDouble(double value) => new(value, 0);

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        (double sum, double error) = Sum(a.High, b.High);
        (double lowSum, double lowError) = Sum(a.Low, b.Low);
        (sum, error) = QuickSum(sum, error + lowSum);
        return Renormalized(sum, error + lowError);
    }

    public static DoubleDouble operator -(DoubleDouble a) => new(-a.High, -a.Low);

    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        double product = a.High * b.High;
        double error = Math.FusedMultiplyAdd(a.High, b.High, -product) + ((a.High * b.Low) + (a.Low * b.High));
        return Renormalized(product, error);
    }

    /// <summary>Long division: three quotients of doubles, each of what the last left.</summary>
    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        double first = a.High / b.High;
        DoubleDouble rest = a - (b * first);
        double second = rest.High / b.High;
        rest -= b * second;
        (double sum, double error) = QuickSum(first, second);
        return new DoubleDouble(sum, error) + (rest.High / b.High);
    }

    private static (double Sum, double Error) Sum(double a, double b)
    {
        double sum = a + b;
        double part = sum - a;
        return (sum, (a - (sum - part)) + (b - part));
    }

    private static (double Sum, double Error) QuickSum(double larger, double smaller)
    {
        double sum = larger + smaller;
        return (sum, smaller - (sum - larger));
    }

    private static DoubleDouble Renormalized(double larger, double smaller)
    {
        (double sum, double error) = QuickSum(larger, smaller);
        return new DoubleDouble(sum, error);
    }
}
