using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Documents;

/// <summary>A report before it has a format: sections of text, facts, tables and charts, every text in both languages.</summary>
/// <remarks>
/// Writers of formats take numbers and texts from here and add nothing, so that every format and both languages say the same
/// (REQ-96). Numbers are carried with all digits and as people read them.
/// </remarks>
public sealed record ReportDocument
{
    /// <summary>What kind of report it is.</summary>
    public required ReportKind Kind { get; init; }

    /// <summary>The identity of what is reported.</summary>
    public required string Id { get; init; }

    /// <summary>What the report calls itself: "Product carbon footprint study".</summary>
    public required Wording Genre { get; init; }

    /// <summary>The title: the product.</summary>
    public required Wording Title { get; init; }

    /// <summary>The sections.</summary>
    public required ImmutableArray<ReportSection> Sections { get; init; }

    /// <summary>What stands at the foot of every page: engine and digests.</summary>
    public required Wording Footer { get; init; }

    /// <summary>The fields a study report must have and this one lacks (REQ-92); a report that lacks any is marked incomplete.</summary>
    public required ImmutableArray<Wording> MissingFields { get; init; }

    /// <summary>All tables in their order, those behind charts included.</summary>
    public IEnumerable<TableBlock> Tables => Sections.SelectMany(s => s.Blocks).Select(b => b as TableBlock ?? (b as ChartBlock)?.Data).OfType<TableBlock>();
}

/// <summary>What a report is for.</summary>
public enum ReportKind
{
    /// <summary>The whole study (ISO 14067, clause 7).</summary>
    Study,

    /// <summary>One page for readers in a hurry.</summary>
    Summary,

    /// <summary>The declaration that goes with the product, with the digests a verifier compares.</summary>
    Certificate,
}

/// <summary>A section.</summary>
/// <param name="Id">A name for links, unique in the report.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Blocks">What it holds.</param>
public sealed record ReportSection(string Id, Wording Heading, ImmutableArray<ReportBlock> Blocks);

/// <summary>One thing in a section.</summary>
public abstract record ReportBlock
{
    private protected ReportBlock()
    {
    }
}

/// <summary>A paragraph.</summary>
/// <param name="Text">The text.</param>
public sealed record TextBlock(Wording Text) : ReportBlock;

/// <summary>A heading inside a section.</summary>
/// <param name="Text">The heading.</param>
public sealed record SubheadingBlock(Wording Text) : ReportBlock;

/// <summary>The figure the report is about.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">With all digits.</param>
/// <param name="Shown">As people read it.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Per">What it is per.</param>
/// <param name="Remark">How sure it is.</param>
public sealed record HeadlineBlock(Wording Name, double Value, string Shown, string Unit, Wording Per, Wording? Remark) : ReportBlock;

/// <summary>Names and values.</summary>
/// <param name="Facts">The facts.</param>
public sealed record FactsBlock(ImmutableArray<ReportFact> Facts) : ReportBlock;

/// <summary>A name and its value.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value; null where the study does not say, which is shown as missing.</param>
public readonly record struct ReportFact(Wording Name, Wording? Value);

/// <summary>A list of points.</summary>
/// <param name="Items">The points.</param>
public sealed record ListBlock(ImmutableArray<Wording> Items) : ReportBlock;

/// <summary>Something the reader should not overlook.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Text">The text.</param>
public sealed record NoteBlock(Severity Severity, Wording Text) : ReportBlock;

/// <summary>A table.</summary>
/// <param name="Id">A name for files and sheets, unique in the report: letters, digits and hyphens.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, one cell per column.</param>
public sealed record TableBlock(string Id, Wording Caption, ImmutableArray<ReportColumn> Columns, ImmutableArray<ReportRow> Rows) : ReportBlock;

/// <summary>A column of a table.</summary>
/// <param name="Heading">Its heading, with the unit where it has one.</param>
/// <param name="IsNumber">Whether it holds numbers, which stand at the right.</param>
public readonly record struct ReportColumn(Wording Heading, bool IsNumber = false);

/// <summary>A row of a table.</summary>
/// <param name="Cells">One cell per column.</param>
/// <param name="IsTotal">Whether it sums the rows above.</param>
public readonly record struct ReportRow(ImmutableArray<ReportCell> Cells, bool IsTotal = false);

/// <summary>A cell: a text, or a number with all digits and as people read it.</summary>
public readonly record struct ReportCell
{
    private ReportCell(Wording text, double? number)
    {
        Text = text;
        Number = number;
    }

    /// <summary>What is shown.</summary>
    public Wording Text { get; }

    /// <summary>The number with all digits; null for a text.</summary>
    public double? Number { get; }

    /// <summary>A text.</summary>
    public static ReportCell Of(Wording text) => new(text, null);

    /// <summary>A text that is the same in both languages.</summary>
    public static ReportCell Of(string? text) => new(Wording.Same(text ?? string.Empty), null);

    /// <summary>A number with <see cref="Digits.Shown"/> significant digits.</summary>
    public static ReportCell Of(double value) => new(Wording.Same(Digits.Significant(value)), value);

    /// <summary>A number shown as given.</summary>
    public static ReportCell Of(double value, string shown) => new(Wording.Same(shown), value);

    /// <summary>A share in per cent with one decimal; a dash where there is none.</summary>
    public static ReportCell Percent(double? percent) => percent is { } value ? new(Wording.Same(Digits.Percent(value)), value) : Of("–");
}
