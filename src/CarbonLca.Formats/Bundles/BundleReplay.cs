using System.Globalization;
using System.Text;
using System.Text.Json;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Methods;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Studies;
using CarbonLca.Formats.Tables;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Interpretations;
using CarbonLca.Studies;
using CarbonLca.Systems;

namespace CarbonLca.Formats.Bundles;

/// <summary>How a replay ended.</summary>
public enum ReplayOutcome
{
    /// <summary>Computing again gave the same bytes.</summary>
    Identical,

    /// <summary>The same, but for numbers within <see cref="BundleReplay.UlpBound"/> and the version of the engine.</summary>
    WithinBound,

    /// <summary>Another result.</summary>
    Different,
}

/// <summary>What a replay found.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="LargestDifference">The largest difference of a number in units in the last place.</param>
/// <param name="FirstDifference">Where the first difference is, with both values; null when there is none.</param>
/// <param name="Engine">The version that computed the result.</param>
/// <param name="Present">The version that replayed it.</param>
public sealed record ReplayReport(ReplayOutcome Outcome, long LargestDifference, string? FirstDifference, string Engine, string Present);

/// <summary>Computes the result of a bundle again, from nothing but the bundle.</summary>
public static partial class BundleReplay
{
    /// <summary>The units in the last place that another build or processor may differ by (P2).</summary>
    public const long UlpBound = 1L << 10;

    /// <summary>Replays a bundle whose digests fit.</summary>
    /// <exception cref="InputRefusedException">The bundle was changed, or its contents do not allow a result.</exception>
    public static ReplayReport Run(byte[] archive)
    {
        BundleContents bundle = BundleContents.Read(archive);
        if (bundle.Findings.Length > 0) throw new InputRefusedException(bundle.Findings);
        BundleManifest manifest = bundle.Manifest!;
        byte[] stored = bundle[CertificateBundle.ResultName];
        ResultFile result = ResultFile.Read(CertificateBundle.ResultName, stored);
        ResultInputs inputs = result.Inputs ?? throw CertificateBundle.NoInputs();
        LciDatabase data = ReadData(bundle, manifest);
        ImpactMethod method = ReadMethod(bundle, manifest.Method, CertificateBundle.MethodFolder);
        StudyReadResult study = StudyReader.Read(inputs.StudyName, Encoding.UTF8.GetBytes(inputs.StudyText));
        FootprintOptions options = result.Footprint.Options;
        LinkOptions linking = new()
        {
            Allocation = Allocation.Named(options.Allocation),
            Providers = OptionNames.Providers.First(p => p.Name == options.Providers).Value,
            Unlinked = OptionNames.Unlinked.First(p => p.Name == options.Unlinked).Value,
        };
        CharacterizationOptions matching = new() { UnknownOrigin = OptionNames.UnknownOrigins.First(p => p.Name == options.UnknownOrigin).Value };
        SolverOptions solving = new() { Path = SolverPaths.All.First(p => p.Key() == options.Solver) };
        StudyForeground foreground = study.Build(data);
        CarbonFootprint again = result.Footprint.Sensitivity is { } sensitivity
            ? SensitivityAnalysis.Compute(foreground, data, method, [.. sensitivity.Methods.Select(other => ReadMethod(bundle, other, $"{CertificateBundle.OtherMethodsFolder}{other.Id}/"))], linking, matching, solving)
            : FootprintCalculator.Compute(foreground, data, method, linking, matching, solving);
        again = again with { Data = manifest.Data };
        if (result.Footprint.Uncertainty is { } sampled)
        {
            ProductAssessment assessment = FootprintCalculator.Assess(foreground, data, method, linking, matching, solving);
            again = FootprintSampler.Sample(again, assessment, foreground, new MonteCarloOptions { Samples = (int)sampled.Samples, Seed = sampled.Seed });
        }

        byte[] bytes = Encoding.UTF8.GetBytes(FootprintJson.Write(again, inputs));
        if (bytes.AsSpan().SequenceEqual(stored)) return new ReplayReport(ReplayOutcome.Identical, 0, null, manifest.Engine, again.EngineVersion);
        JsonDifference difference = JsonDifference.Of(stored, bytes);
        return new ReplayReport(difference.OnlyNumbers && difference.Largest <= UlpBound ? ReplayOutcome.WithinBound : ReplayOutcome.Different, difference.Largest, difference.First, manifest.Engine, again.EngineVersion);
    }

    private static LciDatabase ReadData(BundleContents bundle, BundleManifest manifest)
    {
        using MemorySource source = new(manifest.Data.Name, FilesOf(bundle, CertificateBundle.DataFolder));
        LciPackage package = LciFormats.Read(source);
        if (package.Database is not { } read || package.HasErrors) throw new InputRefusedException(package.Findings);
        if (read.Digest != manifest.Data.Digest)
        {
            throw new InputRefusedException(Diagnostic.Error(FindingCode.DigestMismatch, $"The data of the bundle are not '{manifest.Data.Name}' as the result names it.", $"归档中的数据并非结果所指的 '{manifest.Data.Name}'。") with
            {
                Found = $"SHA-256 {read.Digest}",
                Expected = Wording.Same($"SHA-256 {manifest.Data.Digest}"),
            });
        }

        return read;
    }

    // The table's digest is not that of the files the method first came from; manifest and result keep that one.
    private static ImpactMethod ReadMethod(BundleContents bundle, MethodIdentity identity, string folder)
    {
        using MemorySource source = new(identity.Id, FilesOf(bundle, folder));
        return MethodTableReader.Read(source, $"{identity.Id}.csv").MethodOrRefusal() with { Name = identity.Name, Digest = identity.Digest };
    }

    private static IEnumerable<KeyValuePair<string, byte[]>> FilesOf(BundleContents bundle, string folder) =>
        bundle.Names.Where(n => n.StartsWith(folder, StringComparison.Ordinal)).Select(n => KeyValuePair.Create(n[folder.Length..], bundle[n]));

    /// <summary>Where two results differ, member by member.</summary>
    private sealed class JsonDifference
    {
        public bool OnlyNumbers { get; private set; } = true;

        public long Largest { get; private set; }

        public string? First { get; private set; }

        public static JsonDifference Of(byte[] stored, byte[] again)
        {
            using JsonDocument left = JsonDocument.Parse(stored);
            using JsonDocument right = JsonDocument.Parse(again);
            JsonDifference difference = new();
            difference.Compare(left.RootElement, right.RootElement, string.Empty);
            return difference;
        }

        // Results are nested a few levels deep; the reader has bounded the depth.
        private void Compare(JsonElement left, JsonElement right, string path)
        {
            if (left.ValueKind != right.ValueKind)
            {
                Note(path, left, right);
                return;
            }

            switch (left.ValueKind)
            {
                case JsonValueKind.Object:
                    JsonProperty[] mine = [.. left.EnumerateObject()];
                    JsonProperty[] others = [.. right.EnumerateObject()];
                    for (int i = 0; i < Math.Max(mine.Length, others.Length); i++)
                    {
                        if (i >= mine.Length || i >= others.Length || mine[i].Name != others[i].Name)
                        {
                            Note($"{path}/{(i < mine.Length ? mine[i].Name : others[i].Name)}", left, right);
                            return;
                        }

                        Compare(mine[i].Value, others[i].Value, $"{path}/{mine[i].Name}");
                    }

                    break;
                case JsonValueKind.Array:
                    if (left.GetArrayLength() != right.GetArrayLength()) Note(path, left, right);
                    else
                    {
                        for (int i = 0; i < left.GetArrayLength(); i++) Compare(left[i], right[i], string.Create(CultureInfo.InvariantCulture, $"{path}/{i}"));
                    }

                    break;
                case JsonValueKind.Number:
                    double a = left.GetDouble();
                    double b = right.GetDouble();
                    if (a.Equals(b)) break;
                    Largest = Math.Max(Largest, Ulps(a, b));
                    First ??= $"{path}: {a:R} / {b:R}";
                    break;
                default:
                    if (left.ToString() != right.ToString() && path != "/engine") Note(path, left, right);
                    break;
            }
        }

        private void Note(string path, JsonElement left, JsonElement right)
        {
            OnlyNumbers = false;
            First ??= $"{path}: {Short(left)} / {Short(right)}";
        }

        private static string Short(JsonElement element)
        {
            string text = VisibleText.Of(element.ToString());
            return text.Length > 60 ? text[..60] + "…" : text;
        }

        private static long Ulps(double a, double b)
        {
            if (Math.Sign(a) != Math.Sign(b)) return long.MaxValue;
            return Math.Abs(BitConverter.DoubleToInt64Bits(a) - BitConverter.DoubleToInt64Bits(b));
        }
    }
}
