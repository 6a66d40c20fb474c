using CarbonLca.DataQuality;
using CarbonLca.Model;

namespace CarbonLca.Studies;

/// <summary>Where the distribution of a line's amount comes from.</summary>
public enum UncertaintyOrigin
{
    /// <summary>There is none; the amount is fixed.</summary>
    None,

    /// <summary>The line states it.</summary>
    Stated,

    /// <summary>Basic uncertainty and pedigree scores make it.</summary>
    Pedigree,

    /// <summary>The line states the basic distribution, and pedigree scores widen it.</summary>
    StatedWithPedigree,
}

/// <summary>The distribution that a line's amount is drawn from: the stated one, that of its pedigree, or both together (REQ-81, REQ-83).</summary>
/// <remarks>
/// A stated distribution wins over the pedigree. Both combine only where the line says that the stated one is the basic one: the
/// variances of a lognormal add, those of a normal combine as for a product of independent factors.
/// </remarks>
/// <param name="Distribution">The distribution; null for a fixed amount.</param>
/// <param name="Origin">Where it comes from.</param>
public sealed record LineUncertainty(StudyUncertainty? Distribution, UncertaintyOrigin Origin)
{
    /// <summary>No distribution.</summary>
    public static LineUncertainty Fixed { get; } = new(null, UncertaintyOrigin.None);

    /// <summary>The distribution of a line's amount.</summary>
    /// <remarks>The line is one that <see cref="StudyRules"/> found nothing wrong with.</remarks>
    public static LineUncertainty Of(StudyLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        DataRating? rating = line.Rating;
        if (line.Uncertainty is not { } stated)
        {
            return rating?.Total is { Value: > 0 } total
                ? new LineUncertainty(StudyUncertainty.Lognormal(total.Gsd) with { Where = rating.Where }, UncertaintyOrigin.Pedigree)
                : Fixed;
        }

        if (rating is not { AddsToStated: true, PedigreeVariance: { } pedigree }) return new LineUncertainty(stated, UncertaintyOrigin.Stated);
        StudyUncertainty widened = stated.Kind switch
        {
            UncertaintyKind.Lognormal => stated with { Spread = new LogVariance(LogVariance.OfGsd(stated.Spread).Value + pedigree).Gsd },
            UncertaintyKind.Normal when line is AmountLine amount => stated with { Spread = PedigreeUncertainty.NormalDeviation(amount.Amount.Value, stated.Spread, pedigree) },
            _ => throw new ArgumentException($"A {stated.Kind} distribution does not combine with pedigree scores; expected lognormal or normal.", nameof(line)),
        };
        return new LineUncertainty(widened, UncertaintyOrigin.StatedWithPedigree);
    }
}

/// <summary>Keys of <see cref="UncertaintyOrigin"/>.</summary>
public static class UncertaintyOrigins
{
    /// <summary>The key used in files.</summary>
    public static string Key(this UncertaintyOrigin origin) => origin switch
    {
        UncertaintyOrigin.Stated => "stated",
        UncertaintyOrigin.Pedigree => "pedigree",
        UncertaintyOrigin.StatedWithPedigree => "stated-with-pedigree",
        _ => "none",
    };
}
