namespace CarbonLca.Diagnostics;

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>Something the reader should know: a count, a choice made, a repair without doubt.</summary>
    Note,

    /// <summary>The result stands but is marked: an assumption, an estimate, a suspicious value.</summary>
    Warning,

    /// <summary>The item cannot be used as it is.</summary>
    Error,
}
