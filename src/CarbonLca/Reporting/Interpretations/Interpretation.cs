using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting.Documents;

namespace CarbonLca.Reporting.Interpretations;

/// <summary>What a footprint means (ISO 14067 6.6, REQ-90): what matters, whether it is complete and consistent, how it hangs on choices, what follows.</summary>
/// <remarks>Derived from a <see cref="CarbonFootprint"/> and nothing else, so that reading a result gives the interpretation that was written.</remarks>
public sealed record Interpretation
{
    private Interpretation()
    {
    }

    /// <summary>Stages, items, processes, gas groups and paths in the order of their size, each kind by itself.</summary>
    public required ImmutableArray<SignificantIssue> Issues { get; init; }

    /// <summary>Whether everything is there that should be.</summary>
    public required ImmutableArray<InterpretationCheck> Completeness { get; init; }

    /// <summary>Whether one set of rules and data was used throughout.</summary>
    public required ImmutableArray<InterpretationCheck> Consistency { get; init; }

    /// <summary>What the footprint would be with other choices; null when that was not asked.</summary>
    public required SensitivitySet? Sensitivity { get; init; }

    /// <summary>How uncertain the result is, or that nothing was sampled.</summary>
    public required ImmutableArray<Wording> Uncertainty { get; init; }

    /// <summary>What the result does not say.</summary>
    public required ImmutableArray<Wording> Limits { get; init; }

    /// <summary>What follows from all of it.</summary>
    public required ImmutableArray<Wording> Conclusions { get; init; }

    /// <summary>The interpretation of a footprint.</summary>
    public static Interpretation Of(CarbonFootprint footprint)
    {
        ArgumentNullException.ThrowIfNull(footprint);
        return new Interpretation
        {
            Issues = SignificantIssues.Of(footprint),
            Completeness = [.. CompletenessChecks.Of(footprint)],
            Consistency = [.. ConsistencyChecks.Of(footprint)],
            Sensitivity = footprint.Sensitivity,
            Uncertainty = [.. UncertaintyStatements.Of(footprint)],
            Limits = [.. footprint.Study?.Scope?.Limits ?? [], .. MethodLimits.All],
            Conclusions = [.. Conclusion.Of(footprint)],
        };
    }
}

/// <summary>What a significant issue is.</summary>
public enum IssueKind
{
    /// <summary>A stage of the product's life.</summary>
    Stage,

    /// <summary>An item of the study with all that is behind it.</summary>
    Item,

    /// <summary>A process by itself.</summary>
    Process,

    /// <summary>A group of greenhouse gases.</summary>
    GasGroup,

    /// <summary>A process by itself on one path of the supply chain.</summary>
    Path,
}

/// <summary>A part of a footprint that matters.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name; for a path, from the product to the process.</param>
/// <param name="Value">What it brings, in the headline category.</param>
/// <param name="Percent">Its share of the absolute total in per cent, signed; null when the total is zero.</param>
public sealed record SignificantIssue(IssueKind Kind, Wording Name, double Value, double? Percent);

/// <summary>How a check ended.</summary>
public enum CheckVerdict
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>To be known, and no fault.</summary>
    Noted,

    /// <summary>Something is missing or mixed.</summary>
    Open,
}

/// <summary>A check of completeness or consistency.</summary>
/// <param name="Name">What is checked.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Finding">What was found.</param>
public sealed record InterpretationCheck(Wording Name, CheckVerdict Verdict, Wording Finding);

/// <summary>Keys and names of the kinds of this folder.</summary>
public static class InterpretationNames
{
    /// <summary>The key of a kind of issue in files.</summary>
    public static string Key(this IssueKind kind) => kind switch
    {
        IssueKind.Stage => "stage",
        IssueKind.Item => "item",
        IssueKind.Process => "process",
        IssueKind.GasGroup => "gas_group",
        _ => "path",
    };

    /// <summary>The name of a kind of issue.</summary>
    public static Wording Name(this IssueKind kind) => kind switch
    {
        IssueKind.Stage => Glossary.LifeCycleStage,
        IssueKind.Item => new Wording("item of the study", "研究条目"),
        IssueKind.Process => Glossary.Process,
        IssueKind.GasGroup => new Wording("gas group", "温室气体分组"),
        _ => new Wording("path", "路径"),
    };

    /// <summary>The key of a verdict in files.</summary>
    public static string Key(this CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Passed => "passed",
        CheckVerdict.Noted => "noted",
        _ => "open",
    };

    /// <summary>The name of a verdict.</summary>
    public static Wording Name(this CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Passed => new Wording("passed", "通过"),
        CheckVerdict.Noted => new Wording("noted", "已注明"),
        _ => new Wording("open", "未决"),
    };
}
