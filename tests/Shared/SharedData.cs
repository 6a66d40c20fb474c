namespace CarbonLca.TestSupport;

/// <summary>Reference data that is too large or not ours to keep in the repository.</summary>
/// <remarks>
/// The environment variable <c>CARBONLCA_SHARED</c> names the folder. Unset: tests that need it are skipped and say so.
/// Set: what a test asks for must be there, otherwise the test fails.
/// </remarks>
internal static class SharedData
{
    public const string Variable = "CARBONLCA_SHARED";

    /// <summary>The folder; null when the variable is not set.</summary>
    public static string? Root { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } root ? root : null;

    /// <summary>Why tests that need the folder are skipped; null when they run.</summary>
    public static string? SkipReason { get; } =
        Root is null ? $"The environment variable {Variable} is not set; it names the folder with the shared reference data." : null;

    /// <summary>The path of a file or folder, which must exist.</summary>
    /// <param name="relative">The path inside the shared folder, with <c>/</c>.</param>
    public static string Path(string relative)
    {
        if (Root is null) throw new InvalidOperationException($"{SkipReason} A test that asks for '{relative}' must be marked [SharedDataFact] or [SharedDataTheory].");
        string path = System.IO.Path.Combine(Root, relative.Replace('/', System.IO.Path.DirectorySeparatorChar));
        Assert.True(File.Exists(path) || Directory.Exists(path), $"{Variable} is set to '{Root}', and '{relative}' does not exist in it.");
        return path;
    }
}

/// <summary>A fact that needs <see cref="SharedData"/>; skipped with a reason when the folder is not named.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute() => Skip = SharedData.SkipReason;
}

/// <summary>A theory that needs <see cref="SharedData"/>; skipped with a reason when the folder is not named.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute() => Skip = SharedData.SkipReason;
}
