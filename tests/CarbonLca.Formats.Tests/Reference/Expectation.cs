using System.Globalization;

namespace CarbonLca.Formats.Tests.Reference;

/// <summary>One row of a case's <c>expected.csv</c>.</summary>
internal sealed record Expectation(string Allocation, string Demand, string Quantity, string Key, string Category, double Value, double Tolerance, string Names)
{
    private const double ExactSource = 1e-12;

    public bool IsRefusal => Quantity == "error";

    public static Expectation Of(Func<string, string> row) => new(
        row("allocation") is { Length: > 0 } allocation ? allocation : "as-given",
        row("demand"),
        row("quantity"),
        row("key"),
        row("category"),
        row("quantity") == "error" ? double.NaN : Number(row("value")),
        row("tolerance_relative") is { Length: > 0 } tolerance ? Number(tolerance) : ExactSource,
        row("names"));

    /// <summary>A decimal, or a fraction of two integers.</summary>
    public static double Number(string text)
    {
        string[] parts = text.Split('/');
        double value = double.Parse(parts[0], CultureInfo.InvariantCulture);
        return parts.Length == 1 ? value : value / double.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    public override string ToString() => $"{Quantity} '{Key}' {Category} (allocation {Allocation}, demand '{Demand}')";
}
