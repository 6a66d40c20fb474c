using System.Collections.Immutable;
using CarbonLca.Analysis;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Results;

/// <summary>Writes the difference of two footprints as comma-separated values, with all digits. See <see cref="CsvText"/> for the cells.</summary>
public static class DifferenceCsv
{
    /// <summary>One row each for the total, the stages, the gas groups and the items: <c>view, key, name, before, after, change, relative_change, unit</c>. A relative change from 0 is empty.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="language">The language of names.</param>
    public static string Write(FootprintDifference difference, Language language)
    {
        ArgumentNullException.ThrowIfNull(difference);
        CsvText csv = new CsvText().Row("view", "key", "name", "before", "after", "change", "relative_change", "unit");
        Row("total", string.Empty, string.Empty, difference.Total);
        Rows("stage", difference.Stages);
        Rows("gas_group", difference.GasGroups);
        Rows("item", difference.Items);
        return csv.ToString();

        void Rows(string view, ImmutableArray<DifferencePart> parts)
        {
            foreach (DifferencePart part in parts) Row(view, part.Key, part.Name.In(language), part.Change);
        }

        void Row(string view, string key, string name, ValueChange change) =>
            csv.Text(view).Text(key).Text(name).Number(change.Before).Number(change.After).Number(change.Absolute).Number(change.Relative).Text(difference.Before.TotalUnit).EndRow();
    }
}
