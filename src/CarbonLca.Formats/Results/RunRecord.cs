using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>What one run of the command line did: enough to repeat it and to see whether the repetition is the same (REQ-03).</summary>
/// <remarks>Holds no time and no name of a machine, so that equal runs write equal bytes.</remarks>
public sealed record RunRecord
{
    /// <summary>The command, for instance <c>run</c>.</summary>
    public required string Command { get; init; }

    /// <summary>The arguments as given, the command first.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>The files read.</summary>
    public required ImmutableArray<SourceDigest> Inputs { get; init; }

    /// <summary>The data computed with.</summary>
    public required ImmutableArray<DataIdentity> Data { get; init; }

    /// <summary>The methods computed with.</summary>
    public required ImmutableArray<MethodIdentity> Methods { get; init; }

    /// <summary>The choices made; null when nothing was computed.</summary>
    public FootprintOptions? Options { get; init; }

    /// <summary>The seed of what was sampled; null when nothing was.</summary>
    public long? Seed { get; init; }

    /// <summary>How well each system of equations was solved: the demand's or system's name and the proof.</summary>
    public required ImmutableArray<RunProof> Proofs { get; init; }

    /// <summary>Everything reported.</summary>
    public required ImmutableArray<Diagnostic> Findings { get; init; }

    /// <summary>What was written; standard output is called <c>-</c>.</summary>
    public required ImmutableArray<SourceDigest> Outputs { get; init; }

    /// <summary>How the run ended.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The digest of bytes that are written or read.</summary>
    /// <param name="path">Their name.</param>
    /// <param name="bytes">The bytes.</param>
    public static SourceDigest DigestOf(string path, ReadOnlySpan<byte> bytes) => new(path, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>The record as JSON (schema <c>run/1</c>).</summary>
    public string ToJson() => JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("carbonlca", "run/1");
        writer.WriteString("engine", EngineVersion.Current);
        writer.WriteString("command", Command);
        writer.WriteStartArray("arguments");
        foreach (string argument in Arguments) writer.WriteStringValue(argument);
        writer.WriteEndArray();
        WriteFiles(writer, "inputs", Inputs);
        writer.WriteStartArray("data");
        foreach (DataIdentity data in Data)
        {
            writer.WriteStartObject();
            writer.WriteString("name", data.Name);
            writer.WriteText("version", data.Version);
            writer.WriteString("sha256", data.Digest);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("methods");
        foreach (MethodIdentity method in Methods)
        {
            writer.WriteStartObject();
            writer.WriteString("id", method.Id);
            writer.WriteString("sha256", method.Digest);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteOptions(writer);
        writer.WriteStartArray("proofs");
        foreach (RunProof proof in Proofs)
        {
            writer.WriteStartObject();
            writer.WriteString("of", proof.Of);
            writer.WriteNumber("residual", proof.Solve.BackwardError);
            writer.WriteNumber("condition", proof.Solve.Condition);
            writer.WriteNumber("refinements", proof.Solve.Refinements);
            writer.WriteNumber("loop_gain", proof.LoopGain);
            writer.WriteString("solver", proof.Solver.Path.Key());
            writer.Write("solver_reason", proof.Solver.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        FindingsJson.Write(writer, "findings", Findings);
        WriteFiles(writer, "outputs", Outputs);
        writer.WriteNumber("exit_code", ExitCode);
        writer.WriteEndObject();
    });

    private void WriteOptions(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("options");
        if (Options is { } options)
        {
            writer.WriteString("allocation", options.Allocation);
            writer.WriteString("providers", options.Providers);
            writer.WriteString("unlinked", options.Unlinked);
            writer.WriteString("unknown_origin", options.UnknownOrigin);
            writer.WriteString("solver", options.Solver);
        }

        if (Seed is { } seed) writer.WriteNumber("seed", seed);
        else writer.WriteNull("seed");
        writer.WriteEndObject();
    }

    private static void WriteFiles(Utf8JsonWriter writer, string name, ImmutableArray<SourceDigest> files)
    {
        writer.WriteStartArray(name);
        foreach (SourceDigest file in files)
        {
            writer.WriteStartObject();
            writer.WriteString("path", file.Path);
            writer.WriteNumber("bytes", file.Length);
            writer.WriteString("sha256", file.Sha256);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

/// <summary>How well one system of equations was solved.</summary>
/// <param name="Of">The demand or system.</param>
/// <param name="Solve">Backward error, condition, refinements.</param>
/// <param name="LoopGain">The largest loop gain.</param>
/// <param name="Solver">The way the equations were solved, and why.</param>
public sealed record RunProof(string Of, SolveProof Solve, double LoopGain, SolverChoice Solver);
