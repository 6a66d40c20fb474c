using System.Globalization;

namespace CarbonLca.Reporting.Interpretations;

/// <summary>Changes as people read them.</summary>
internal static class SensitivityText
{
    /// <summary>The change of a run in per cent with its sign; a dash when the baseline is zero.</summary>
    public static string Change(SensitivitySet set, SensitivityRun run) => set.PercentOf(run) is { } percent ? Signed(percent) : "–";

    private static string Signed(double percent)
    {
        double rounded = Math.Round(percent, 1);
        string sign = rounded > 0 ? "+" : rounded < 0 ? "−" : "±";
        return sign + Math.Abs(rounded).ToString("0.0", CultureInfo.InvariantCulture) + " %";
    }
}
