using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Studies;

/// <summary>How the amount of a line is distributed, as the study declares it.</summary>
/// <remarks>
/// Lognormal: the amount is the median and <see cref="Spread"/> the geometric standard deviation, above 1. Normal: the amount is
/// the mean and <see cref="Spread"/> the standard deviation. Triangular: the amount is the mode. Uniform: the amount lies between
/// the ends. Spread of the normal and both ends are in the unit of the line.
/// </remarks>
/// <param name="Kind">The shape.</param>
/// <param name="Spread">Geometric standard deviation or standard deviation; 0 for the others.</param>
/// <param name="Minimum">Lower end of triangular and uniform; 0 for the others.</param>
/// <param name="Maximum">Upper end of triangular and uniform; 0 for the others.</param>
/// <param name="Where">Where it stands.</param>
public sealed record StudyUncertainty(UncertaintyKind Kind, double Spread, double Minimum, double Maximum, SourcePosition? Where = null)
{
    /// <summary>Lognormal about the amount as median, with a geometric standard deviation.</summary>
    public static StudyUncertainty Lognormal(double geometricDeviation) => new(UncertaintyKind.Lognormal, geometricDeviation, 0, 0);

    /// <summary>Normal about the amount as mean.</summary>
    public static StudyUncertainty Normal(double standardDeviation) => new(UncertaintyKind.Normal, standardDeviation, 0, 0);

    /// <summary>Triangular with the amount as mode.</summary>
    public static StudyUncertainty Triangular(double minimum, double maximum) => new(UncertaintyKind.Triangular, 0, minimum, maximum);

    /// <summary>Uniform between two ends.</summary>
    public static StudyUncertainty Uniform(double minimum, double maximum) => new(UncertaintyKind.Uniform, 0, minimum, maximum);

    /// <summary>Whether the parameters describe no random quantity; such a distribution is reported and the amount is fixed.</summary>
    public bool IsDegenerate => Kind switch
    {
        UncertaintyKind.Lognormal => Spread == 1,
        UncertaintyKind.Normal => Spread == 0,
        UncertaintyKind.Triangular or UncertaintyKind.Uniform => Minimum == Maximum,
        _ => true,
    };

    /// <summary>The distribution of an exchange: σ = ln of the geometric standard deviation, the others as they are.</summary>
    /// <param name="factor">What the amount of the line is multiplied by to become the amount of the exchange.</param>
    public Uncertainty ToUncertainty(double factor)
    {
        if (IsDegenerate) return Uncertainty.None;
        return Kind switch
        {
            UncertaintyKind.Lognormal => Uncertainty.Lognormal(Math.Log(Spread)),
            UncertaintyKind.Normal => Uncertainty.Normal(Spread).Times(factor),
            UncertaintyKind.Triangular => Uncertainty.Triangular(Minimum, Maximum).Times(factor),
            _ => Uncertainty.Uniform(Minimum, Maximum).Times(factor),
        };
    }
}
