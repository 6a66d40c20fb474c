using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Reporting;
using CarbonLca.Systems;

namespace CarbonLca.Formats.Results;

/// <summary>Compares the totals that a source publishes with those computed from its inventory by one transposed solve.</summary>
public static class PublishedTotalsCheck
{
    private const double Tolerance = 1e-9;

    /// <summary>The comparison as a finding; null when the source publishes no totals.</summary>
    /// <param name="package">What was imported, with its database.</param>
    /// <remarks>
    /// Elementwise: |computed − published| / |published|; where zero is published, |computed| over the largest published value of the
    /// category. A difference above 1e-9 is a warning, and so is a system that cannot be solved.
    /// </remarks>
    public static Diagnostic? Verify(LciPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (package.PublishedTotals is not { } published || package.Database is not { } database) return null;
        try
        {
            ImpactMethod? method = package.Methods.FirstOrDefault(m => published.Categories.All(code => m.FindCategory(code) >= 0));
            if (method is null)
            {
                return Diagnostic.Warning(
                    FindingCode.Summary,
                    "The source publishes totals, and no method that came with it has their categories; they were not compared.",
                    "来源公布了总量，但随附方法中没有对应类别；未作比较。");
            }

            LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(database));
            ProductFootprints computed = solver.FootprintsOfAllProducts(Characterization.Match(method, database));
            return Compare(published, computed);
        }
        catch (RefusalException refusal)
        {
            Diagnostic first = refusal.Findings.First(f => f.Severity == Severity.Error);
            return Diagnostic.Warning(
                first.Code,
                $"The totals that the source publishes could not be compared: {first.ToText(Language.English)}",
                $"无法与来源公布的总量比较：{first.ToText(Language.Chinese)}");
        }
    }

    private static Diagnostic Compare(PublishedTotals published, ProductFootprints computed)
    {
        double worst = 0;
        string where = string.Empty;
        long count = 0;
        int missing = 0;
        int processes = published.ProcessIds.Length;
        for (int k = 0; k < published.Categories.Length; k++)
        {
            int category = computed.Method.FindCategory(published.Categories[k]);
            ReadOnlySpan<double> row = published.Values.AsSpan()[(k * processes)..((k + 1) * processes)];
            double largest = 0;
            foreach (double value in row) largest = Math.Max(largest, Math.Abs(value));
            for (int p = 0; p < processes; p++)
            {
                int column = computed.Solver.System.FindColumn(published.ProcessIds[p]);
                if (column < 0)
                {
                    missing++;
                    continue;
                }

                count++;
                double difference = Math.Abs(computed[column, category] - row[p]);
                double size = row[p] != 0 ? Math.Abs(row[p]) : largest;
                double relative = difference == 0 ? 0 : difference / size;
                if (relative <= worst) continue;
                worst = relative;
                where = $"{published.ProcessIds[p]}, {published.Categories[k]}";
            }
        }

        string at = where.Length > 0 ? $" ({where})" : string.Empty;
        Severity severity = worst <= Tolerance && missing == 0 ? Severity.Note : Severity.Warning;
        string gap = missing > 0 ? $"; {missing} published values have no process" : string.Empty;
        string gapZh = missing > 0 ? $"；{missing} 个公布值没有对应过程" : string.Empty;
        return new Diagnostic(severity, FindingCode.Summary, new Wording(
            $"Published totals recomputed: {count} values, largest relative difference {Digits.Size(worst)}{at}, residual {Digits.Size(computed.Proof.BackwardError)}{gap}.",
            $"已重新计算公布的总量：{count} 个值，最大相对差 {Digits.Size(worst)}{at}，残差 {Digits.Size(computed.Proof.BackwardError)}{gapZh}。"));
    }
}
