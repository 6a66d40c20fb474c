using System.Text.Json;
using CarbonLca.Analysis;
using CarbonLca.Methods;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>The members that results of analyses share: which product, which category, which input.</summary>
internal static class InputJson
{
    /// <summary>The product that was analysed and its impact: <c>id</c>, <c>name</c>, <c>product</c>, <c>category</c>, <c>impact</c>.</summary>
    public static void WriteSubject(this Utf8JsonWriter writer, ProductAssessment assessment, int category)
    {
        ImpactCategory shown = assessment.Impact.Method.Categories[category];
        writer.WriteString("id", assessment.System.Columns[assessment.Column].Id);
        writer.Write("name", AnalysisSubject.NameOf(assessment));
        writer.WriteStartObject("product");
        writer.WriteString("id", assessment.Product.Id);
        writer.WriteString("name", assessment.Product.Name);
        writer.WriteNumber("amount", assessment.Amount);
        writer.WriteString("unit", assessment.Product.Unit.Symbol);
        writer.WriteEndObject();
        writer.WriteStartObject("category");
        writer.WriteString("code", shown.Code);
        writer.WriteString("unit", shown.Unit);
        writer.WriteEndObject();
        writer.WriteNumber("impact", assessment.Impact[category]);
    }

    /// <summary>What was computed with: method, data, engine.</summary>
    public static void WriteSource(this Utf8JsonWriter writer, ProductAssessment assessment)
    {
        ImpactMethod method = assessment.Impact.Method;
        Model.LciDatabase data = assessment.System.Database;
        writer.Write("method", new MethodIdentity(method.Id, method.Name, method.Digest));
        writer.Write("data", new DataIdentity(data.Name, data.Version, data.Digest));
        writer.WriteString("engine", EngineVersion.Current);
    }

    /// <summary>An input: process, flow, provider and, for one of a study, its line and where that stands.</summary>
    public static void WriteInput(this Utf8JsonWriter writer, InputName name)
    {
        writer.Write("text", name.Text);
        writer.WriteString("process", name.ProcessId);
        writer.Write("process_name", name.Process);
        writer.WriteText("location", name.Location);
        writer.WriteString("flow", name.FlowId);
        writer.Write("flow_name", name.Flow);
        writer.WriteText("provider", name.ProviderId);
        writer.WriteText("group", name.Group);
        writer.WriteText("line", name.LineKey);
        writer.WriteText("file", name.Where?.File);
        writer.WriteNumberOrNull("file_line", name.Where?.Line);
        writer.WriteString("unit", name.Unit);
    }

    /// <summary>A number, or null where it is not finite.</summary>
    public static void WriteFinite(this Utf8JsonWriter writer, string name, double? value) =>
        writer.WriteNumberOrNull(name, value is { } number && double.IsFinite(number) ? number : null);
}
