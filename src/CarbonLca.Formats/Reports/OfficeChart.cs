using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Drawing.Charts;
using A = DocumentFormat.OpenXml.Drawing;
using BarChart = CarbonLca.Reporting.Documents.BarChart;
using OfficeBars = DocumentFormat.OpenXml.Drawing.Charts.BarChart;

namespace CarbonLca.Formats.Reports;

/// <summary>Bars and histograms as charts of office documents, which readers can restyle; their data are inside.</summary>
internal static class OfficeChart
{
    private const uint CategoryAxisId = 1;
    private const uint ValueAxisId = 2;
    private const int FontSize = 800; // hundredths of a point
    private const long BarHeight = 230_000; // English metric units, 360,000 to a centimetre
    private const long FrameHeight = 620_000;
    private const long HistogramHeight = 2_700_000;
    private const string CreditColour = "D55E00";
    private const string NumberFormat = "General"; // "#,##0.###" would leave a bare point behind whole numbers

    private static readonly string[] Palette = ["0072B2", "009E73", "E69F00", "CC79A7", "56B4E9", "D55E00", "B8A800", "444C58"];

    /// <summary>Whether a chart can be one of an office document; a supply chain cannot.</summary>
    public static bool CanShow(ReportChart chart) => chart is BarChart { Bars.Length: > 0 } or HistogramChart { Counts.Length: > 0 };

    /// <summary>How high the chart should be, in English metric units.</summary>
    public static long HeightOf(ReportChart chart) => chart is BarChart bars ? FrameHeight + (bars.Bars.Length * BarHeight) : HistogramHeight;

    /// <summary>The chart.</summary>
    /// <param name="chart">Bars or a histogram.</param>
    /// <param name="language">The language of names.</param>
    /// <exception cref="ArgumentException">It is another chart.</exception>
    public static ChartSpace Of(ReportChart chart, Language language) => chart switch
    {
        BarChart bars => Space(bars, language),
        HistogramChart histogram => Space(histogram),
        _ => throw new ArgumentException($"'{chart.GetType().Name}' is no chart of office documents.", nameof(chart)),
    };

    private static ChartSpace Space(BarChart chart, Language language)
    {
        string[] names = [.. chart.Bars.Select(b => VisibleText.Of(b.Name.In(language)))];
        bool isStacked = !chart.Parts.IsEmpty;
        OfficeBars bars = new(
            new BarDirection { Val = BarDirectionValues.Bar },
            new BarGrouping { Val = isStacked ? BarGroupingValues.Stacked : BarGroupingValues.Clustered },
            new VaryColors { Val = false });
        if (isStacked)
        {
            for (int k = 0; k < chart.Parts.Length; k++)
            {
                double[] values = [.. chart.Bars.Select(b => b.Parts[k])];
                if (values.Any(v => v != 0)) bars.Append(Series((uint)k, VisibleText.Of(chart.Parts[k].In(language)), names, values, Palette[k % Palette.Length], hasLabels: false));
            }
        }
        else
        {
            bars.Append(Series(0, chart.Unit, names, [.. chart.Bars.Select(b => Rounded(b.Value, chart.SignificantDigits))], Palette[0], hasLabels: true));
        }

        bars.Append(new GapWidth { Val = 60 });
        if (isStacked) bars.Append(new Overlap { Val = 100 });
        bars.Append(new AxisId { Val = CategoryAxisId }, new AxisId { Val = ValueAxisId });
        return Space(bars, Categories(AxisPositionValues.Left, OrientationValues.MaxMin), Values(AxisPositionValues.Bottom, CrossesValues.Maximum, chart.Unit), isStacked);
    }

    private static ChartSpace Space(HistogramChart chart)
    {
        string[] names = [.. chart.Counts.Select((_, i) => Digits.Significant((chart.Bounds[i] + chart.Bounds[i + 1]) / 2))];
        OfficeBars bars = new(
            new BarDirection { Val = BarDirectionValues.Column },
            new BarGrouping { Val = BarGroupingValues.Clustered },
            new VaryColors { Val = false },
            Series(0, chart.Unit, names, [.. chart.Counts.Select(c => (double)c)], Palette[0], hasLabels: false),
            new GapWidth { Val = 0 },
            new AxisId { Val = CategoryAxisId },
            new AxisId { Val = ValueAxisId });
        return Space(bars, Categories(AxisPositionValues.Bottom, OrientationValues.MinMax), Values(AxisPositionValues.Left, CrossesValues.AutoZero, null), hasLegend: false);
    }

    private static ChartSpace Space(OpenXmlElement bars, CategoryAxis categories, ValueAxis values, bool hasLegend)
    {
        Chart chart = new(new AutoTitleDeleted { Val = true }, new PlotArea(new Layout(), bars, categories, values));
        if (hasLegend) chart.Append(new Legend(new LegendPosition { Val = LegendPositionValues.Top }, new Overlay { Val = false }));
        chart.Append(new PlotVisibleOnly { Val = true }, new DisplayBlanksAs { Val = DisplayBlanksAsValues.Gap });
        return new ChartSpace(
            new RoundedCorners { Val = false },
            chart,
            new ChartShapeProperties(new A.NoFill(), new A.Outline(new A.NoFill())),
            new TextProperties(new A.BodyProperties(), new A.ListStyle(), new A.Paragraph(new A.ParagraphProperties(new A.DefaultRunProperties { FontSize = FontSize }), new A.EndParagraphRunProperties { Language = "en-US" })));
    }

    // Labels show the numbers of the chart, so these have the digits that the report shows; the table of the chart has all.
    private static double Rounded(double value, int digits) =>
        double.IsFinite(value) ? double.Parse(value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;

    private static BarChartSeries Series(uint index, string name, string[] categories, double[] values, string colour, bool hasLabels)
    {
        BarChartSeries series = new(
            new DocumentFormat.OpenXml.Drawing.Charts.Index { Val = index },
            new Order { Val = index },
            new SeriesText(new NumericValue(name)),
            new ChartShapeProperties(new A.SolidFill(new A.RgbColorModelHex { Val = colour })),
            new InvertIfNegative { Val = false });
        for (uint i = 0; i < values.Length; i++)
            if (values[i] < 0) series.Append(Credit(i));
        if (hasLabels) series.Append(Labels());
        series.Append(
            new CategoryAxisData(new StringLiteral([new PointCount { Val = (uint)categories.Length }, .. categories.Select((text, i) => new StringPoint(new NumericValue(text)) { Index = (uint)i })])),
            new Values(new NumberLiteral([new FormatCode("General"), new PointCount { Val = (uint)values.Length }, .. values.Select((value, i) => new NumericPoint(new NumericValue(Digits.Full(value))) { Index = (uint)i })])));
        return series;
    }

    // What lessens the total is drawn hollow, as on paper, so that it can be told without colour.
    private static DataPoint Credit(uint index) => new(
        new DocumentFormat.OpenXml.Drawing.Charts.Index { Val = index },
        new InvertIfNegative { Val = false },
        new Bubble3D { Val = false },
        new ChartShapeProperties(
            new A.SolidFill(new A.RgbColorModelHex { Val = "FFFFFF" }),
            new A.Outline(new A.SolidFill(new A.RgbColorModelHex { Val = CreditColour }), new A.PresetDash { Val = A.PresetLineDashValues.Dash }) { Width = 12700 }));

    private static DataLabels Labels() => new(
        new NumberingFormat { FormatCode = NumberFormat, SourceLinked = false },
        new ChartShapeProperties(new A.NoFill(), new A.Outline(new A.NoFill())),
        new ShowLegendKey { Val = false },
        new ShowValue { Val = true },
        new ShowCategoryName { Val = false },
        new ShowSeriesName { Val = false },
        new ShowPercent { Val = false },
        new ShowBubbleSize { Val = false });

    private static CategoryAxis Categories(AxisPositionValues position, OrientationValues orientation) => new(
        new AxisId { Val = CategoryAxisId },
        new Scaling(new Orientation { Val = orientation }),
        new Delete { Val = false },
        new AxisPosition { Val = position },
        new MajorTickMark { Val = TickMarkValues.None },
        new MinorTickMark { Val = TickMarkValues.None },
        new TickLabelPosition { Val = TickLabelPositionValues.Low },
        new CrossingAxis { Val = ValueAxisId },
        new Crosses { Val = CrossesValues.AutoZero },
        new AutoLabeled { Val = false });

    private static ValueAxis Values(AxisPositionValues position, CrossesValues crosses, string? unit)
    {
        ValueAxis axis = new(
            new AxisId { Val = ValueAxisId },
            new Scaling(new Orientation { Val = OrientationValues.MinMax }),
            new Delete { Val = false },
            new AxisPosition { Val = position },
            new MajorGridlines(new ChartShapeProperties(new A.Outline(new A.SolidFill(new A.RgbColorModelHex { Val = "CFD6E0" })) { Width = 6350 })));
        if (unit is not null) axis.Append(new Title(new ChartText(new RichText(new A.BodyProperties(), new A.ListStyle(), new A.Paragraph(new A.ParagraphProperties(new A.DefaultRunProperties { FontSize = FontSize, Bold = false }), new A.Run(new A.RunProperties { Language = "en-US", FontSize = FontSize, Bold = false }, new A.Text(unit))))), new Overlay { Val = false }));
        axis.Append(
            new NumberingFormat { FormatCode = NumberFormat, SourceLinked = false },
            new MajorTickMark { Val = TickMarkValues.None },
            new MinorTickMark { Val = TickMarkValues.None },
            new TickLabelPosition { Val = TickLabelPositionValues.NextTo },
            new CrossingAxis { Val = CategoryAxisId },
            new Crosses { Val = crosses });
        return axis;
    }

    /// <summary>A number as ids of drawings are written.</summary>
    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"chart{number}");
}
