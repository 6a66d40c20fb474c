using CarbonLca.Analysis;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Results;

/// <summary>Writes tornados as comma-separated values, with all digits. See <see cref="CsvText"/> for the cells.</summary>
public static class TornadoCsv
{
    /// <summary>One row for each input, the widest first: <c>input, line, process, flow, provider, group, exchanges, amount, low, high, unit, at_low, at_high, span</c>.</summary>
    /// <param name="tornado">The tornado.</param>
    /// <param name="language">The language of names.</param>
    public static string Write(Tornado tornado, Language language)
    {
        ArgumentNullException.ThrowIfNull(tornado);
        CsvText csv = new();
        csv.Row("input", "line", "process", "flow", "provider", "group", "exchanges", "amount", "low", "high", "unit", "at_low", "at_high", "span");
        foreach (TornadoBar bar in tornado.Bars)
        {
            csv.Text(bar.Name.Text.In(language)).Text(bar.Name.LineKey).Text(bar.Name.ProcessId).Text(bar.Name.FlowId).Text(bar.Name.ProviderId).Text(bar.Name.Group);
            csv.Number(bar.Members).Number(bar.Amount).Number(bar.Low).Number(bar.High).Text(bar.Name.Unit).Number(bar.AtLow).Number(bar.AtHigh).Number(bar.Span).EndRow();
        }

        return csv.ToString();
    }
}
