using System.Collections.Immutable;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>The member <c>uncertainty</c> of a footprint, written and read back.</summary>
internal static class UncertaintyJson
{
    /// <summary>What the amount of a lognormal is: its median (REQ-82).</summary>
    public const string LognormalAmount = "median";

    /// <summary>Writes it into an object that the caller has begun; nothing where nothing was sampled.</summary>
    public static void Write(Utf8JsonWriter writer, CarbonFootprint footprint)
    {
        if (footprint.Uncertainty is not { } uncertainty) return;
        writer.WriteStartObject("uncertainty");
        writer.WriteNumber("samples", uncertainty.Samples);
        writer.WriteNumber("failed", uncertainty.Failed);
        writer.WriteNumber("seed", uncertainty.Seed);
        writer.WriteNumber("parameters", uncertainty.Parameters);
        writer.WriteNumber("varying_items", uncertainty.VaryingItems);
        writer.WriteString("lognormal_amount", LognormalAmount);
        writer.WriteString("model_sha256", uncertainty.ModelDigest);
        writer.WriteNumberOrNull("analytic_sd", uncertainty.AnalyticDeviation);
        writer.WriteStartArray("categories");
        for (int k = 0; k < uncertainty.Categories.Length; k++) Write(writer, footprint.Categories[k], uncertainty.Categories[k]);
        writer.WriteEndArray();
        writer.WriteStartArray("stages");
        foreach (StageUncertainty stage in uncertainty.Stages)
        {
            writer.WriteStartObject();
            writer.WriteString("stage", stage.Stage.Key());
            StatisticsJson.Write(writer, stage.Statistics);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Write(writer, uncertainty.Shares);
        writer.WriteEndObject();
    }

    /// <summary>Writes the shares of sampled amounts in a variance.</summary>
    public static void Write(Utf8JsonWriter writer, ImmutableArray<ParameterShare> shares)
    {
        writer.WriteStartArray("shares");
        foreach (ParameterShare share in shares)
        {
            writer.WriteStartObject();
            writer.WriteString("process", share.ProcessId);
            writer.Write("process_name", share.Process);
            writer.WriteText("location", share.Location);
            writer.WriteString("flow", share.FlowId);
            writer.Write("flow_name", share.Flow);
            writer.WriteNumber("correlation", share.Correlation);
            writer.WriteNumber("variance_share", share.Share);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads the member of a footprint; null where it has none.</summary>
    /// <param name="footprint">The footprint.</param>
    /// <param name="categories">Its categories.</param>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    /// <exception cref="FormatException">A member has no sense.</exception>
    public static FootprintUncertainty? Read(JsonElement footprint, ImmutableArray<ImpactCategory> categories)
    {
        if (!footprint.TryGetProperty("uncertainty", out JsonElement member)) return null;
        JsonElement[] given = [.. member.GetProperty("categories").EnumerateArray()];
        if (!given.Select(c => Text(c, "code")).SequenceEqual(categories.Select(c => c.Code))) throw new FormatException("The uncertainty does not have the categories of the footprint.");
        long samples = member.GetProperty("samples").GetInt64();
        if (samples is < 1 or > FootprintUncertainty.MostSamples) throw new FormatException($"There are {samples} samples; expected 1 to {FootprintUncertainty.MostSamples}.");
        return new FootprintUncertainty
        {
            Samples = samples,
            Failed = member.GetProperty("failed").GetInt64(),
            Seed = member.GetProperty("seed").GetInt64(),
            Parameters = member.GetProperty("parameters").GetInt32(),
            VaryingItems = member.GetProperty("varying_items").GetInt32(),
            ModelDigest = Text(member, "model_sha256"),
            AnalyticDeviation = member.GetProperty("analytic_sd") is { ValueKind: not JsonValueKind.Null } analytic ? analytic.GetDouble() : null,
            Categories = [.. given.Select(c => new CategoryUncertainty(StatisticsJson.Read(c), Histogram(c.GetProperty("histogram")), Bilingual(c, "deterministic_reason")))],
            Stages = [.. member.GetProperty("stages").EnumerateArray().Select(Stage)],
            Shares = [.. member.GetProperty("shares").EnumerateArray().Select(Share)],
        };
    }

    private static void Write(Utf8JsonWriter writer, ImpactCategory category, CategoryUncertainty uncertainty)
    {
        writer.WriteStartObject();
        writer.WriteString("code", category.Code);
        writer.WriteString("unit", category.Unit);
        StatisticsJson.Write(writer, uncertainty.Statistics);
        writer.Write("deterministic_reason", uncertainty.PointValue);
        SampleHistogram histogram = uncertainty.Histogram;
        writer.WriteStartObject("histogram");
        writer.WriteNumberOrNull("low", double.IsFinite(histogram.Low) ? histogram.Low : null);
        writer.WriteNumberOrNull("high", double.IsFinite(histogram.High) ? histogram.High : null);
        writer.WriteNumber("below", histogram.Below);
        writer.WriteNumber("above", histogram.Above);
        writer.WriteStartArray("counts");
        foreach (long count in histogram.Counts) writer.WriteNumberValue(count);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static SampleHistogram Histogram(JsonElement member)
    {
        ImmutableArray<long> counts = [.. member.GetProperty("counts").EnumerateArray().Select(c => c.GetInt64())];
        double low = End("low");
        double high = End("high");
        SampleHistogram histogram = new(low, high, counts, member.GetProperty("below").GetInt64(), member.GetProperty("above").GetInt64());
        if (counts.Length is not (0 or SampleHistogram.BinCount)) throw new FormatException($"A histogram has {counts.Length} bins; expected {SampleHistogram.BinCount}.");
        if (counts.Any(c => c < 0) || histogram.Below < 0 || histogram.Above < 0 || (histogram.HasBins && !(high > low))) throw new FormatException("A histogram has a negative count, or ends that do not ascend.");
        return histogram;

        double End(string name) => member.GetProperty(name) is { ValueKind: not JsonValueKind.Null } end ? end.GetDouble() : double.NaN;
    }

    private static StageUncertainty Stage(JsonElement member) =>
        LifeCycleStages.TryParse(Text(member, "stage"), out LifeCycleStage stage)
            ? new StageUncertainty(stage, StatisticsJson.Read(member))
            : throw new FormatException($"There is no stage '{Text(member, "stage")}'.");

    private static ParameterShare Share(JsonElement member) => new(
        Text(member, "process"),
        Bilingual(member, "process_name"),
        member.GetProperty("location").GetString(),
        Text(member, "flow"),
        Bilingual(member, "flow_name"),
        member.GetProperty("correlation").GetDouble(),
        member.GetProperty("variance_share").GetDouble());

    private static string Text(JsonElement owner, string name) => owner.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null.");

    private static Wording Bilingual(JsonElement owner, string name) => new(Text(owner.GetProperty(name), "en"), Text(owner.GetProperty(name), "zh"));
}
