using System.Reflection;

namespace CarbonLca.Reporting;

/// <summary>Which engine computed a result.</summary>
public static class EngineVersion
{
    /// <summary>The version of the engine, for instance <c>0.1.0</c>.</summary>
    public static string Current { get; } =
        typeof(EngineVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
