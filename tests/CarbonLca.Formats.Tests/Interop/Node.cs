using System.Diagnostics;
using System.Text;
using CarbonLca.TestSupport;

namespace CarbonLca.Formats.Tests.Interop;

/// <summary>Runs the scripts of <c>tests/interop</c>: independent readers and writers from npm.</summary>
internal static class Node
{
    public const string Variable = "CARBONLCA_INTEROP";

    private static readonly string Folder = Path.Combine(RepositoryFiles.Root, "tests", "interop");

    /// <summary>Why the tests are skipped; null when they run. Set the variable, and they fail instead.</summary>
    public static string? SkipReason { get; } =
        Directory.Exists(Path.Combine(Folder, "node_modules")) || Environment.GetEnvironmentVariable(Variable) is { Length: > 0 }
            ? null
            : "The independent readers are not installed: run 'npm ci' in tests/interop (Node 20 or later).";

    /// <summary>What a script prints.</summary>
    public static string Run(string script, params string[] arguments)
    {
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules")), $"{Variable} is set, and tests/interop/node_modules is missing: run 'npm ci' in tests/interop.");
        ProcessStartInfo start = new("node", [script, .. arguments])
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"node {script} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}");
        return output;
    }
}

/// <summary>A fact that needs <see cref="Node"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InteropFactAttribute : FactAttribute
{
    public InteropFactAttribute() => Skip = Node.SkipReason;
}
