namespace CarbonLca.Diagnostics;

/// <summary>Why something was refused; decides the exit code of the command line and the status of the service.</summary>
public enum RefusalKind
{
    /// <summary>The input is wrong or incomplete.</summary>
    Input,

    /// <summary>The equations have no answer, or none that is certain enough.</summary>
    Numerical,

    /// <summary>A limit on size, memory or time was reached.</summary>
    Resource,
}

/// <summary>The engine refuses to answer because of what it was given; the findings say why and what to do.</summary>
/// <remarks>Never thrown for a mistake of the calling code: that is an <see cref="ArgumentException"/>.</remarks>
public abstract class RefusalException : Exception
{
    /// <summary>A refusal with its findings, of which at least one is an error.</summary>
    /// <param name="kind">Why it is refused.</param>
    /// <param name="findings">What was found; all faults, not only the first.</param>
    protected RefusalException(RefusalKind kind, IReadOnlyList<Diagnostic> findings)
        : base(Summarize(findings))
    {
        Kind = kind;
        Findings = findings;
    }

    /// <summary>Why it is refused.</summary>
    public RefusalKind Kind { get; }

    /// <summary>What was found; all faults, not only the first.</summary>
    public IReadOnlyList<Diagnostic> Findings { get; }

    private static string Summarize(IReadOnlyList<Diagnostic> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        Diagnostic[] errors = [.. findings.Where(f => f.Severity == Severity.Error)];
        if (errors.Length == 0) throw new ArgumentException("A refusal needs at least one finding of severity Error.", nameof(findings));
        return string.Join(Environment.NewLine, errors.Select(e => e.ToText(Language.English)));
    }
}
