using CarbonLca.Methods;

namespace CarbonLca.Formats.Results;

/// <summary>Writes lists of methods for machines.</summary>
public static class MethodsText
{
    /// <summary>As JSON (schema <c>methods/1</c>).</summary>
    public static string ToJson(IReadOnlyList<ImpactMethod> methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "methods/1");
            writer.WriteMethods(methods);
            writer.WriteEndObject();
        });
    }

    /// <summary>As comma-separated values: one row per method and category.</summary>
    public static string ToCsv(IReadOnlyList<ImpactMethod> methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        CsvText csv = new CsvText().Row("method", "sha256", "category", "category_unit");
        foreach (ImpactMethod method in methods)
            foreach (ImpactCategory category in method.Categories) csv.Row(method.Id, method.Digest, category.Code, category.Unit);
        return csv.ToString();
    }
}
