namespace CarbonLca.DataQuality;

/// <summary>The variance σ² of the logarithm of a lognormal amount, and the other ways in which it is written (REQ-81).</summary>
/// <remarks>GSD = e^σ; U = GSD² = e^(2σ), hence σ² = (ln U / 2)²; CV = √(e^(σ²) − 1).</remarks>
public readonly record struct LogVariance
{
    /// <summary>A variance of the logarithm.</summary>
    /// <param name="value">Finite and zero or more.</param>
    public LogVariance(double value)
    {
        if (!double.IsFinite(value) || value < 0) throw new ArgumentOutOfRangeException(nameof(value), value, "A variance is a finite number of zero or more.");
        Value = value;
    }

    /// <summary>σ².</summary>
    public double Value { get; }

    /// <summary>σ.</summary>
    public double Deviation => Math.Sqrt(Value);

    /// <summary>The geometric standard deviation e^σ.</summary>
    public double Gsd => Math.Exp(Deviation);

    /// <summary>U = GSD², as uncertainty factors are published.</summary>
    public double SquaredGsd => Math.Exp(2 * Deviation);

    /// <summary>The coefficient of variation √(e^(σ²) − 1).</summary>
    public double CoefficientOfVariation => Math.Sqrt(Math.Exp(Value) - 1);

    /// <summary>From U = GSD².</summary>
    /// <param name="factor">1 or more.</param>
    public static LogVariance OfSquaredGsd(double factor)
    {
        if (!double.IsFinite(factor) || factor < 1) throw new ArgumentOutOfRangeException(nameof(factor), factor, "A squared geometric standard deviation is 1 or more.");
        double deviation = Math.Log(factor) / 2;
        return new LogVariance(deviation * deviation);
    }

    /// <summary>From a geometric standard deviation.</summary>
    /// <param name="gsd">1 or more.</param>
    public static LogVariance OfGsd(double gsd)
    {
        if (!double.IsFinite(gsd) || gsd < 1) throw new ArgumentOutOfRangeException(nameof(gsd), gsd, "A geometric standard deviation is 1 or more.");
        double deviation = Math.Log(gsd);
        return new LogVariance(deviation * deviation);
    }

    /// <summary>From a coefficient of variation: σ² = ln(CV² + 1).</summary>
    public static LogVariance OfCoefficientOfVariation(double variation)
    {
        if (!double.IsFinite(variation) || variation < 0) throw new ArgumentOutOfRangeException(nameof(variation), variation, "A coefficient of variation is a finite number of zero or more.");
        return new LogVariance(Math.Log((variation * variation) + 1));
    }
}
