using CarbonLca.Analysis;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Formats.Results;

/// <summary>Writes the change from one result to another as comma-separated values, with all digits. See <see cref="CsvText"/> for the cells.</summary>
public static class ChangeCsv
{
    /// <summary>One row for each cause and one for the total: <c>group, name, change</c>, one column for each stage, <c>unit</c>.</summary>
    /// <param name="split">The change.</param>
    /// <param name="language">The language of names.</param>
    public static string Write(ChangeSplit split, Language language)
    {
        ArgumentNullException.ThrowIfNull(split);
        CsvText csv = new();
        csv.Text("group").Text("name").Text("change");
        foreach (LifeCycleStage stage in split.Stages) csv.Text(stage.Key());
        csv.Text("unit").EndRow();
        foreach (ChangePart part in split.Parts)
        {
            csv.Text(part.Groups.Key()).Text(part.Groups.Name().In(language)).Number(part.Value);
            foreach (double value in part.Stages) csv.Number(value);
            csv.Text(split.After.TotalUnit).EndRow();
        }

        csv.Text("total").Text(Reporting.Glossary.Total.In(language)).Number(split.Total.Absolute);
        for (int k = 0; k < split.Stages.Length; k++) csv.Number(split.Parts.Sum(p => p.Stages[k]));
        csv.Text(split.After.TotalUnit).EndRow();
        return csv.ToString();
    }
}
