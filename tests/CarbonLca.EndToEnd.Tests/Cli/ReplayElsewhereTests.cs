using System.Diagnostics;

namespace CarbonLca.EndToEnd.Tests.Cli;

/// <summary>A bundle replayed as a verifier would: by another process, in another folder, language and number of processors, on other instructions.</summary>
public sealed class ReplayElsewhereTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What differs from the machine that made the bundle, as environment variables.</summary>
    public static TheoryData<string, string> Elsewhere => new()
    {
        { "LC_ALL", "zh_CN.UTF-8" },
        { "LC_ALL", "de_DE.UTF-8" },
        { "LC_ALL", "tr_TR.UTF-8" },
        { "DOTNET_PROCESSOR_COUNT", "1" },
        { "DOTNET_PROCESSOR_COUNT", "2" },
        { "DOTNET_PROCESSOR_COUNT", "7" },
        { "CARBONLCA_SIMD", "Vector256" },
        { "CARBONLCA_SIMD", "Scalar" },
        { "DOTNET_EnableAVX512", "0" },
        { "DOTNET_EnableAVX2", "0" },
        { "DOTNET_EnableHWIntrinsic", "0" },
    };

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public void D07_D08_P7_a_sampled_bundle_replays_identically_elsewhere(string variable, string value)
    {
        using ScratchFolder here = new();
        using ScratchFolder there = new();
        Assert.Equal(0, CliRun.Of("run", "radio-unit-5g", "--samples", "400", "--seed", "42", "-o", here["result.json"]).ExitCode);
        Assert.Equal(0, CliRun.Of("bundle", here["result.json"], "-o", here["bundle.zip"]).ExitCode);
        File.Move(here["bundle.zip"], there["renamed.zip"]);
        (int exitCode, string output, string error) = Replay(there["renamed.zip"], variable, value);
        Assert.True(exitCode == 0, error);
        Assert.Equal("Identical: every byte of the result is the same.\n", output);
    }

    private static (int ExitCode, string Output, string Error) Replay(string bundle, string variable, string value)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "carbonlca.dll"), "replay", Path.GetFileName(bundle), "--lang", "en"])
        {
            WorkingDirectory = Path.GetDirectoryName(bundle),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment[variable] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience)) process.Kill(entireProcessTree: true);
        return (process.ExitCode, output.Result, error.Result);
    }
}
