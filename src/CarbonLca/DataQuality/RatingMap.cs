using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.DataQuality;

/// <summary>How ratings of one scale read on another; there is no conversion between scales without one (REQ-86).</summary>
/// <remarks>Piecewise linear between the points that somebody has chosen and can be asked about; nothing outside them.</remarks>
public sealed record RatingMap
{
    /// <summary>A map.</summary>
    /// <param name="name">Who chose it and what for: <c>PACT 2 to 3, linear</c>.</param>
    /// <param name="points">At least two points, the ratings of the first scale ascending.</param>
    /// <exception cref="ArgumentException">There are fewer, or they do not ascend.</exception>
    public RatingMap(string name, params ImmutableArray<(double From, double To)> points)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (points.Length < 2) throw new ArgumentException("A map of ratings needs two points at least.", nameof(points));
        for (int i = 0; i < points.Length; i++)
        {
            if (!double.IsFinite(points[i].From) || !double.IsFinite(points[i].To)) throw new ArgumentException($"Point {i + 1} of the map '{name}' is not finite.", nameof(points));
            if (i > 0 && points[i].From <= points[i - 1].From) throw new ArgumentException($"The points of the map '{name}' do not ascend: {points[i - 1].From:R}, {points[i].From:R}.", nameof(points));
        }

        Name = name;
        Points = points;
    }

    /// <summary>Who chose it and what for.</summary>
    public string Name { get; }

    /// <summary>The points.</summary>
    public ImmutableArray<(double From, double To)> Points { get; }

    /// <summary>A rating on the other scale.</summary>
    /// <exception cref="InputRefusedException">The rating lies outside the map.</exception>
    public double Convert(double rating)
    {
        if (!(rating >= Points[0].From && rating <= Points[^1].From))
        {
            throw new InputRefusedException(Diagnostic.Error(FindingCode.OutOfRange, $"The map of ratings '{Name}' does not reach this rating.", $"评级换算表 '{Name}' 不含该评级。") with
            {
                Found = $"{rating:R}",
                Expected = new Wording($"a rating from {Points[0].From:R} to {Points[^1].From:R}", $"{Points[0].From:R} 至 {Points[^1].From:R} 之间的评级"),
            });
        }

        int upper = 1;
        while (Points[upper].From < rating) upper++;
        (double from, double to) = Points[upper - 1];
        return to + ((rating - from) / (Points[upper].From - from) * (Points[upper].To - to));
    }

    /// <inheritdoc/>
    public bool Equals(RatingMap? other) => other is not null && Name == other.Name && Points.AsSpan().SequenceEqual(other.Points.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Points.Length);
}
