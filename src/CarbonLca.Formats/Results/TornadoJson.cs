using CarbonLca.Analysis;

namespace CarbonLca.Formats.Results;

/// <summary>Writes tornados as JSON (schema <c>tornado/1</c>): both ends of every input and the impact there, all digits.</summary>
public static class TornadoJson
{
    /// <summary>A tornado as JSON.</summary>
    public static string Write(Tornado tornado)
    {
        ArgumentNullException.ThrowIfNull(tornado);
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "tornado/1");
            writer.WriteSubject(tornado.Assessment, tornado.Category);
            writer.WriteStartObject("range");
            writer.WriteString("kind", tornado.Range.IsRelative ? "relative" : "quantiles");
            writer.WriteNumber("low", tornado.Range.Low);
            writer.WriteNumber("high", tornado.Range.High);
            writer.WriteEndObject();
            writer.WriteStartArray("inputs");
            foreach (TornadoBar bar in tornado.Bars)
            {
                writer.WriteStartObject();
                writer.WriteInput(bar.Name);
                writer.WriteNumber("exchanges", bar.Members);
                writer.WriteNumber("amount", bar.Amount);
                writer.WriteNumber("low", bar.Low);
                writer.WriteNumber("high", bar.High);
                writer.WriteNumber("at_low", bar.AtLow);
                writer.WriteNumber("at_high", bar.AtHigh);
                writer.WriteNumber("span", bar.Span);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteNumber("not_turned", tornado.NotTurned);
            writer.WriteSource(tornado.Assessment);
            FindingsJson.Write(writer, "findings", tornado.Findings);
            writer.WriteEndObject();
        });
    }
}
