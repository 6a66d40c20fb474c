namespace CarbonLca.Reporting;

/// <summary>Shares of a total in per cent that sum to what they should after rounding (REQ-91).</summary>
public static class Percentages
{
    private const double Step = 0.1;

    /// <summary>Shares with one decimal by the largest-remainder method (Hamilton 1792).</summary>
    /// <param name="parts">The parts; any sign.</param>
    /// <returns>
    /// Per cent of the absolute total, signed as the parts are: they sum to 100, or to −100 when the total is negative (REQ-93).
    /// Null when the total is zero or so small beside the parts that shares of it say nothing.
    /// </returns>
    public static double[]? Of(ReadOnlySpan<double> parts)
    {
        double total = 0;
        double size = 0;
        foreach (double part in parts)
        {
            total += part;
            size += Math.Abs(part);
        }

        if (Math.Abs(total) <= 1e-9 * size) return null;
        double target = Math.Sign(total) * 100 / Step;
        double[] floors = new double[parts.Length];
        double[] remainders = new double[parts.Length];
        double left = target;
        for (int i = 0; i < parts.Length; i++)
        {
            double exact = parts[i] / Math.Abs(total) * 100 / Step;
            floors[i] = Math.Floor(exact);
            remainders[i] = exact - floors[i];
            left -= floors[i];
        }

        int[] order = [.. Enumerable.Range(0, parts.Length).OrderByDescending(i => remainders[i]).ThenBy(i => i)];
        for (int i = 0; i < Math.Round(left); i++) floors[order[i % order.Length]]++;
        return [.. floors.Select(f => f == 0 ? 0 : Math.Round(f * Step, 1))];
    }

    /// <summary>The share of one part in a total in per cent, by the absolute total; null when the total is zero.</summary>
    public static double? Of(double part, double total) => total == 0 ? null : part / Math.Abs(total) * 100;
}
