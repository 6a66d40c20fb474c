using CarbonLca.Diagnostics;

namespace CarbonLca.DataQuality;

/// <summary>Refuses ratings outside the scale from 1 to 5.</summary>
internal static class RatingRange
{
    public static void Require(params ReadOnlySpan<(string Name, double Value)> ratings)
    {
        List<Diagnostic> faults = [];
        foreach ((string name, double value) in ratings)
        {
            if (value is >= PedigreeScores.Best and <= PedigreeScores.Worst) continue;
            faults.Add(Diagnostic.Error(FindingCode.OutOfRange, $"The rating {name} is out of range.", $"评级 {name} 超出范围。") with
            {
                Found = $"{value:R}",
                Expected = new Wording("a number from 1, the best, to 5, the worst", "1（最好）至 5（最差）的数"),
            });
        }

        if (faults.Count > 0) throw new InputRefusedException(faults);
    }
}
