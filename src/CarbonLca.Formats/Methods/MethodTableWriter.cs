using System.Collections.Immutable;
using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Tables;
using CarbonLca.Methods;
using CarbonLca.Model;

namespace CarbonLca.Formats.Methods;

/// <summary>Writes a method as the table that <see cref="MethodTableReader"/> reads back to the same factors.</summary>
public static class MethodTableWriter
{
    /// <summary>The table, and the synonyms beside it when there are any; names and contents.</summary>
    /// <exception cref="InputRefusedException">The method has a category without any factor, or a distribution that does not vary, which a table of factors cannot hold.</exception>
    public static ImmutableArray<KeyValuePair<string, byte[]>> ToFiles(ImpactMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        for (int k = 0; k < method.Categories.Length; k++)
        {
            if (method.Rows.Any(r => r.Category == k)) continue;
            string code = method.Categories[k].Code;
            throw new InputRefusedException(Diagnostic.Error(FindingCode.NotSupported, $"Category '{code}' of method '{method.Id}' has no factor; a method table has no place for it.", $"方法 '{method.Id}' 的类别 '{code}' 没有因子，方法表无法表示。"));
        }

        foreach (MethodRow row in method.Rows)
        {
            if (UncertaintyCells.IsExpressible(row.Uncertainty, row.Factor)) continue;
            string code = method.Categories[row.Category].Code;
            throw new InputRefusedException(Diagnostic.Error(FindingCode.NotSupported, $"The distribution of '{row.Flow}' in category '{code}' of method '{method.Id}' does not vary or leaves out the factor itself; a method table has no place for it.", $"方法 '{method.Id}' 类别 '{code}' 中 '{row.Flow}' 的分布不变动，或不包含因子本身，方法表无法表示。"));
        }

        // Categories are numbered in the order of their first rows. Columns of distributions stand only where there are any.
        string[] distribution = method.Rows.Any(r => r.Uncertainty.Kind != UncertaintyKind.None) ? UncertaintyCells.Common : [];
        string[] further = method.Rows.Any(r => UncertaintyCells.NeedsFurther(r.Uncertainty)) ? UncertaintyCells.Further : [];
        CsvText table = new CsvText().Row(["category", "category_unit", "flow", "cas", "compartment", "location", "direction", "factor", "unit", "source", "confidence", .. distribution, .. further]);
        foreach (MethodRow row in Ordered(method))
        {
            ImpactCategory category = method.Categories[row.Category];
            string direction = row.Direction switch
            {
                ExchangeDirection.Input => "input",
                ExchangeDirection.Output => "output",
                _ => string.Empty,
            };
            table.Text(category.Code).Text(category.Unit).Text(row.Flow).Text(row.Cas).Text(row.Compartment).Text(row.Location).Text(direction)
                .Number(row.Factor).Text(row.Unit.Symbol).Text(row.Source).Text(row.Confidence);
            string?[] cells = UncertaintyCells.Write(row.Uncertainty);
            for (int k = 0; k < distribution.Length + further.Length; k++) AddCell(table, k < distribution.Length ? distribution[k] : further[k - distribution.Length], cells[k]);
            table.EndRow();
        }

        List<KeyValuePair<string, byte[]>> files = [new($"{method.Id}.csv", Encoding.UTF8.GetBytes(table.ToString()))];
        if (method.Synonyms.Count > 0)
        {
            CsvText synonyms = new CsvText().Row("flow", "synonym", "source");
            foreach ((string synonym, string flow) in method.Synonyms.OrderBy(s => s.Key, StringComparer.Ordinal)) synonyms.Text(flow).Text(synonym).Text(string.Empty).EndRow();
            files.Add(new("synonyms.csv", Encoding.UTF8.GetBytes(synonyms.ToString())));
        }

        return [.. files];
    }

    // Numbers may begin like a formula; a name may not.
    private static void AddCell(CsvText table, string column, string? cell)
    {
        if (column == "group") table.Text(cell);
        else table.Plain(cell ?? string.Empty);
    }

    // The rows in their order, but the first row of each category before all others, so that the categories keep their order.
    private static ImmutableArray<MethodRow> Ordered(ImpactMethod method)
    {
        int[] first = [.. Enumerable.Range(0, method.Categories.Length).Select(k => method.Rows.Select((row, i) => (row, i)).First(r => r.row.Category == k).i)];
        bool isInOrder = first.SequenceEqual(first.Order());
        if (isInOrder) return method.Rows;
        HashSet<int> ahead = [.. first];
        return [.. first.Select(i => method.Rows[i]), .. method.Rows.Where((_, i) => !ahead.Contains(i))];
    }
}
