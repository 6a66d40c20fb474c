using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Quality;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Results;

/// <summary>Writes what shows how far a study's footprint can be trusted, by itself: as JSON (schema <c>quality/1</c>), or the board of items as comma-separated values.</summary>
public static class QualityTable
{
    /// <summary>Board, cut-off register and what to measure next as JSON.</summary>
    public static string WriteJson(CarbonFootprint footprint)
    {
        ArgumentNullException.ThrowIfNull(footprint);
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "quality/1");
            writer.WriteString("id", footprint.Id);
            EvidenceJson.Write(writer, footprint);
            writer.WriteEndObject();
        });
    }

    /// <summary>
    /// One row per item, those first whose better data matter most: <c>stage, number, item, kind, value, percent, dqr, pedigree,
    /// pedigree_set, primary, important, controlled, lacks_reason, uncertainty, gsd</c>. Empty where nothing is said.
    /// </summary>
    /// <param name="footprint">The footprint of a study.</param>
    /// <param name="language">The language of names.</param>
    public static string WriteCsv(CarbonFootprint footprint, Language language)
    {
        CsvText csv = new();
        csv.Row("stage", "number", "item", "kind", "value", "percent", "dqr", "pedigree", "pedigree_set", "primary", "important", "controlled", "lacks_reason", "uncertainty", "gsd");
        foreach (QualityRow row in QualityBoard.Of(footprint).Rows)
        {
            csv.Text(row.Stage.Key()).Number(row.Number).Text(row.Item.In(language)).Text(row.Kind.Key()).Number(row.Value).Number(row.Percent).Number(row.Dqr)
                .Text(row.Rating?.Scores?.ToString()).Text(row.Rating?.Pedigree?.Name).Number(row.Primary)
                .Plain(Truth(row.IsImportant)).Plain(Truth(row.Rating?.IsControlled ?? false)).Plain(Truth(row.LacksReason))
                .Text(row.Uncertainty.Origin.Key()).Number(row.Uncertainty.Distribution is { Kind: UncertaintyKind.Lognormal } drawn ? drawn.Spread : (double?)null)
                .EndRow();
        }

        return csv.ToString();

        static string Truth(bool value) => value ? "true" : "false";
    }
}
