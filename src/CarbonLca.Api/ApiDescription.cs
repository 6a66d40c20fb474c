using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CarbonLca.Api;

/// <summary>The description of the service in OpenAPI: the addresses from the endpoints, the schemas from <c>schemas.json</c>.</summary>
/// <remarks>
/// Requests and answers are read and written by hand, digit by digit, so there are no types to take schemas from; they are written
/// down, and tests hold real requests and answers against them.
/// </remarks>
internal static class ApiDescription
{
    /// <summary>The version of the interface.</summary>
    public const string Version = "v1";

    /// <summary>Where the description is served.</summary>
    public const string Path = "/openapi/{documentName}.json";

    private const string Json = "application/json";
    private const string ProblemJson = "application/problem+json";

    private static readonly Dictionary<string, string> ProblemStatuses = new(StringComparer.Ordinal)
    {
        ["400"] = "The request cannot be read: no JSON, not UTF-8, nested too deeply, a foreign host name.",
        ["413"] = "The body is larger than 8 MB.",
        ["415"] = "The body is not application/json, or is compressed.",
        ["422"] = "The batch as a whole is refused: wrong shape, no item or more than 100, unknown data set or method.",
        ["429"] = "Too many requests are waiting. Retry-After says when to come back.",
        ["500"] = "The service failed.",
        ["503"] = "The time for one request is over, or the service is not ready. Retry-After says when to come back.",
    };

    /// <summary>Sets up the generation.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "CarbonLca",
                Version = Version,
                Description = "Product carbon footprints from bills of materials. Listens on the loopback address only.",
                License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
            };
            document.Servers = [new OpenApiServer { Url = "http://127.0.0.1:5080" }];
            document.Components = new OpenApiComponents { Schemas = OpenApiDocument.Parse(Resource("schemas.json"), OpenApiConstants.Json).Document!.Components!.Schemas };
            foreach (OpenApiOperation operation in document.Paths.Values.SelectMany(path => path.Operations!.Values)) Describe(operation, document);
            return Task.CompletedTask;
        });
    }

    private static void Describe(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Parameters =
        [
            new OpenApiParameter
            {
                Name = "Accept-Language",
                In = ParameterLocation.Header,
                Description = "zh for titles and details in Chinese, else English. Findings bear both.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = JsonValue.Create("zh-CN"),
            },
        ];
        switch (operation.OperationId)
        {
            case "footprintsBatch":
                operation.Summary = "The footprint of each of up to 100 bills of materials, or the problem with it, in the order of the items.";
                operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Content(Json, "BatchRequest", document, JsonNode.Parse(Resource("batch-example.json"))) };
                operation.Responses = Responses("BatchResult", "Every item is answered in its place; one that is refused does not hide the others.", document, ProblemStatuses.Keys);
                break;
            case "live":
                operation.Summary = "Whether the process runs.";
                operation.Responses = Responses("Liveness", "It runs.", document, []);
                break;
            default:
                operation.Summary = "Whether data and methods are loaded, and a case with a known answer comes out right.";
                operation.Responses = Responses("Readiness", "It can answer.", document, ["503"]);
                break;
        }
    }

    private static OpenApiResponses Responses(string schema, string description, OpenApiDocument document, IEnumerable<string> problems)
    {
        OpenApiResponses responses = new() { ["200"] = new OpenApiResponse { Description = description, Content = Content(Json, schema, document) } };
        foreach (string status in problems) responses[status] = new OpenApiResponse { Description = ProblemStatuses[status], Content = Content(ProblemJson, "Problem", document) };
        return responses;
    }

    private static Dictionary<string, OpenApiMediaType> Content(string type, string schema, OpenApiDocument document, JsonNode? example = null) =>
        new(StringComparer.Ordinal) { [type] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(schema, document), Example = example } };

    private static string Resource(string name)
    {
        using Stream stream = typeof(ApiDescription).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly does not contain the resource '{name}'.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
