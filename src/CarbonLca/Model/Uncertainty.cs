namespace CarbonLca.Model;

/// <summary>The shape of an uncertain amount.</summary>
public enum UncertaintyKind : byte
{
    /// <summary>A fixed amount.</summary>
    None = 0,

    /// <summary>Lognormal: the amount is the median, the scale is σ of the natural logarithm.</summary>
    Lognormal = 1,

    /// <summary>Normal: the amount is the mean, the scale is the standard deviation.</summary>
    Normal = 2,

    /// <summary>Triangular: the amount is the mode, with minimum and maximum.</summary>
    Triangular = 3,

    /// <summary>Uniform between minimum and maximum.</summary>
    Uniform = 4,
}

/// <summary>How an exchange's amount is distributed; the amount itself gives the location.</summary>
/// <param name="Kind">The shape.</param>
/// <param name="Scale">Lognormal: σ of ln; normal: standard deviation, in the flow's reference unit; else 0.</param>
/// <param name="Minimum">Lower end of triangular and uniform, in the flow's reference unit; else 0.</param>
/// <param name="Maximum">Upper end of triangular and uniform, in the flow's reference unit; else 0.</param>
/// <remarks>
/// A negative lognormal amount distributes its absolute value and keeps the sign (REQ-82). A kind whose parameters describe no
/// random quantity (σ = 0, minimum = maximum) is stored as <see cref="None"/>; the reader that meets one reports it.
/// </remarks>
public readonly record struct Uncertainty(UncertaintyKind Kind, double Scale, double Minimum, double Maximum)
{
    /// <summary>A fixed amount.</summary>
    public static Uncertainty None => default;

    /// <summary>Lognormal about the amount as median.</summary>
    /// <param name="sigma">The standard deviation of the natural logarithm; greater than zero.</param>
    public static Uncertainty Lognormal(double sigma) => new(UncertaintyKind.Lognormal, Positive(sigma), 0, 0);

    /// <summary>Normal about the amount as mean.</summary>
    /// <param name="standardDeviation">The standard deviation; greater than zero.</param>
    public static Uncertainty Normal(double standardDeviation) => new(UncertaintyKind.Normal, Positive(standardDeviation), 0, 0);

    /// <summary>Triangular with the amount as mode.</summary>
    public static Uncertainty Triangular(double minimum, double maximum) => new(UncertaintyKind.Triangular, 0, minimum, Above(minimum, maximum));

    /// <summary>Uniform between two ends.</summary>
    public static Uncertainty Uniform(double minimum, double maximum) => new(UncertaintyKind.Uniform, 0, minimum, Above(minimum, maximum));

    /// <summary>The same distribution of an amount measured in another unit.</summary>
    /// <param name="factor">What the amount is multiplied by; a negative factor swaps the ends.</param>
    public Uncertainty Times(double factor) => Kind switch
    {
        UncertaintyKind.Normal => this with { Scale = Scale * Math.Abs(factor) },
        UncertaintyKind.Triangular or UncertaintyKind.Uniform => this with
        {
            Minimum = factor < 0 ? Maximum * factor : Minimum * factor,
            Maximum = factor < 0 ? Minimum * factor : Maximum * factor,
        },
        _ => this,
    };

    private static double Positive(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "A scale must be finite.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        return value;
    }

    private static double Above(double minimum, double maximum)
    {
        if (!double.IsFinite(minimum) || !double.IsFinite(maximum)) throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "The ends of a distribution must be finite.");
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maximum, minimum);
        return maximum;
    }
}
