using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting;

/// <summary>What a piece of a report is, so that a terminal can colour it.</summary>
public enum ReportStyle
{
    /// <summary>Text.</summary>
    Plain,

    /// <summary>The title of a report.</summary>
    Title,

    /// <summary>The head of a section or column.</summary>
    Heading,

    /// <summary>The figure the report is about.</summary>
    Headline,

    /// <summary>A bar that shows a share.</summary>
    Bar,

    /// <summary>A bar that shows a share below zero.</summary>
    CreditBar,

    /// <summary>What is there for the record.</summary>
    Muted,

    /// <summary>What needs attention.</summary>
    Warning,

    /// <summary>What was found right.</summary>
    Good,

    /// <summary>What was found wrong.</summary>
    Bad,
}

/// <summary>A piece of a line in one style.</summary>
/// <param name="Text">The text; control characters in it are made visible, so that a name cannot steer a terminal.</param>
/// <param name="Style">What it is.</param>
public readonly record struct ReportSpan(string Text, ReportStyle Style)
{
    /// <summary>The text, without control characters.</summary>
    public string Text { get; } = VisibleText.Of(Text);
}

/// <summary>One line of a text report.</summary>
public readonly struct ReportLine
{
    private readonly ImmutableArray<ReportSpan> _spans;

    /// <summary>A line of pieces.</summary>
    public ReportLine(params ReadOnlySpan<ReportSpan> spans) => _spans = [.. spans];

    /// <summary>The pieces.</summary>
    public ImmutableArray<ReportSpan> Spans => _spans.IsDefault ? [] : _spans;

    /// <summary>An empty line.</summary>
    public static ReportLine Empty => default;

    /// <summary>A line in one style.</summary>
    public static ReportLine Of(string text, ReportStyle style = ReportStyle.Plain) => new(new ReportSpan(text, style));

    /// <summary>The text without style and without spaces at its end.</summary>
    public override string ToString() => string.Concat(Spans.Select(s => s.Text)).TrimEnd();
}
