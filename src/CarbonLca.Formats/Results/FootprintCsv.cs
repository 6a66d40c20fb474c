using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Systems;

namespace CarbonLca.Formats.Results;

/// <summary>Writes footprints as tables of comma-separated values, with all digits. See <see cref="CsvText"/> for the cells.</summary>
public static class FootprintCsv
{
    /// <summary>
    /// One row per footprint, stage and item: <c>footprint, part, number, name</c>, then one column per category; <c>part</c> is the
    /// stage's key, or <c>total</c>; <c>number</c> is the item's, empty for the stage as a whole. Of a sampled footprint also its figures:
    /// <c>mc_mean</c>, <c>mc_p2_5</c> and so on with their standard errors <c>mc_se_mean</c> …, empty where the samples do not tell.
    /// Last come the results with one choice made otherwise, as <c>scenario</c>, which add up to nothing.
    /// </summary>
    /// <param name="footprints">Footprints of one method; at least one.</param>
    /// <param name="language">The language of names.</param>
    /// <exception cref="ArgumentException">There is none, or the categories differ.</exception>
    public static string Write(IReadOnlyList<CarbonFootprint> footprints, Language language)
    {
        ArgumentNullException.ThrowIfNull(footprints);
        if (footprints.Count == 0) throw new ArgumentException("There is no footprint to write.", nameof(footprints));
        if (footprints.Any(f => !f.Categories.SequenceEqual(footprints[0].Categories))) throw new ArgumentException("The footprints have different categories and fit in no common table.", nameof(footprints));

        CsvText csv = new();
        csv.Text("footprint").Text("part").Text("number").Text("name");
        foreach (ImpactCategory category in footprints[0].Categories) csv.Text(category.Code);
        csv.EndRow();
        foreach (CarbonFootprint footprint in footprints)
        {
            Row("total", string.Empty, footprint.Title, footprint.Totals);
            foreach (StageFootprint stage in footprint.Stages)
            {
                Row(stage.Stage.Key(), string.Empty, stage.Stage.Name(), stage.Values);
                foreach (LineFootprint line in stage.Lines) Row(stage.Stage.Key(), Digits.Full(line.Number), line.Item, line.Values);
            }

            if (footprint.Uncertainty is { } uncertainty)
            {
                SampleFigure[][] figures = [.. uncertainty.Categories.Select(c => SampleFigure.Of(c.Statistics).ToArray())];
                for (int i = 0; i < figures[0].Length; i++)
                {
                    SampleFigure figure = figures[0][i];
                    Row($"mc_{figure.Key}", string.Empty, figure.Name, [.. figures.Select(f => f[i].Value)]);
                    Row($"mc_se_{figure.Key}", string.Empty, new Wording($"{SampleFigure.Error.En}: {figure.Name.En}", $"{SampleFigure.Error.Zh}：{figure.Name.Zh}"), [.. figures.Select(f => f[i].StandardError)]);
                }
            }
            for (int i = 0; i < footprint.Scenarios.Length; i++) Row("scenario", Digits.Full(i + 1), footprint.Scenarios[i].Name, footprint.Scenarios[i].Totals);

            void Row(string part, string number, Wording name, IReadOnlyList<double> values)
            {
                csv.Text(footprint.Id).Text(part).Text(number).Text(name.In(language));
                foreach (double value in values) csv.Number(double.IsNaN(value) ? null : value);
                csv.EndRow();
            }
        }

        return csv.ToString();
    }

    /// <summary>
    /// The footprints of all products of a system, one row per column of A, ascending by id:
    /// <c>process_id, process, location, product_id, product, unit</c>, then one column per category code. Each value is per one
    /// <c>unit</c> of the product, the reference unit of its flow; a row for a waste is per unit treated.
    /// </summary>
    public static string Write(ProductFootprints products)
    {
        ArgumentNullException.ThrowIfNull(products);
        ProductSystem system = products.Solver.System;
        CsvText csv = new();
        csv.Text("process_id").Text("process").Text("location").Text("product_id").Text("product").Text("unit");
        foreach (ImpactCategory category in products.Method.Categories) csv.Text(category.Code);
        csv.EndRow();
        for (int j = 0; j < system.Columns.Length; j++)
        {
            int process = system.Columns[j].Process;
            Flow product = system.ReferenceFlowOf(j);
            csv.Text(system.Columns[j].Id).Text(system.Database.Processes.Name(process)).Text(system.Database.Processes.Location(process));
            csv.Text(product.Id).Text(product.Name).Text(product.Unit.Symbol);
            for (int k = 0; k < products.Method.Categories.Length; k++) csv.Number(products[j, k]);
            csv.EndRow();
        }

        return csv.ToString();
    }

    /// <summary>Contributions: <c>rank, id, name, location, value, unit, percent</c>; the rests last, without id.</summary>
    public static string Write(ContributionSelection selection, double total, string unit, Language language)
    {
        ArgumentNullException.ThrowIfNull(selection);
        CsvText csv = new();
        csv.Row("rank", "id", "name", "location", "value", "unit", "percent");
        for (int i = 0; i < selection.Shown.Length; i++)
        {
            Contribution part = selection.Shown[i];
            csv.Number(i + 1).Text(part.Id).Text(part.Name.In(language)).Text(part.Location).Number(part.Value).Text(unit).Number(Percentages.Of(part.Value, total)).EndRow();
        }

        if (selection.RestPositiveCount > 0) Rest(Glossary.RestPositive, selection.RestPositive);
        if (selection.RestNegativeCount > 0) Rest(Glossary.RestNegative, selection.RestNegative);
        return csv.ToString();

        void Rest(Wording name, double value) =>
            csv.Text(null).Text(null).Text(name.In(language)).Text(null).Number(value).Text(unit).Number(Percentages.Of(value, total)).EndRow();
    }
}
