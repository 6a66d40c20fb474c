using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Results;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Reporting;

namespace CarbonLca.Api;

/// <summary>Whether the process runs, and whether it can answer.</summary>
internal sealed class HealthEndpoints(LoadedData loaded, Func<double> selfTest)
{
    // Backward stable, two processes: a few units in the last place.
    private const double Tolerance = 1e-12;

    /// <summary><c>GET /health/live</c>: the process runs.</summary>
    public static IResult Live(HttpContext context) => JsonAnswer.Of(StatusCodes.Status200OK, "application/json; charset=utf-8", writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", "live");
        writer.WriteString("engine", EngineVersion.Current);
        writer.WriteEndObject();
    });

    /// <summary><c>GET /health/ready</c>: data and methods are loaded, and a case with a known answer comes out right.</summary>
    public IResult Ready(HttpContext context)
    {
        if (!loaded.Faults.IsEmpty) return NotReady(context, loaded.Faults);
        double computed;
        try
        {
            computed = selfTest();
        }
        catch (RefusalException refusal)
        {
            return NotReady(context, refusal.Findings);
        }

        if (!(Math.Abs(computed - SelfTest.Expected) <= Tolerance * SelfTest.Expected))
        {
            return NotReady(context, [Diagnostic.Error(FindingCode.IllConditioned, "The engine computes a case with a known answer wrongly.", "引擎对已知答案的算例计算有误。") with
            {
                Found = $"{computed:R}",
                Expected = Wording.Same($"{SelfTest.Expected:R}"),
                Next = new Wording("Install the service again.", "请重新安装本服务。"),
            }]);
        }

        return JsonAnswer.Of(StatusCodes.Status200OK, "application/json; charset=utf-8", writer => WriteReady(writer, computed));
    }

    private void WriteReady(Utf8JsonWriter writer, double computed)
    {
        writer.WriteStartObject();
        writer.WriteString("status", "ready");
        writer.WriteString("engine", EngineVersion.Current);
        writer.WriteStartObject("self_test");
        writer.WriteNumber("expected", SelfTest.Expected);
        writer.WriteNumber("computed", computed);
        writer.WriteEndObject();
        writer.WriteStartArray("data");
        foreach ((string name, LciDatabase database) in loaded.DataSets) WriteIdentity(writer, name, database.Digest);
        writer.WriteEndArray();
        writer.WriteStartArray("methods");
        foreach ((string name, ImpactMethod method) in loaded.Methods) WriteIdentity(writer, name, method.Digest);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter writer, string name, string digest)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("sha256", digest);
        writer.WriteEndObject();
    }

    private static JsonAnswer NotReady(HttpContext context, IReadOnlyList<Diagnostic> findings) =>
        new Problem(ProblemKind.NotReady, [.. findings]).Answer(context);
}
