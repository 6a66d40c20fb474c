using CarbonLca.Diagnostics;

namespace CarbonLca.Cli.Console;

/// <summary>How a run ended, for scripts.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A bug, or a file that could not be read or written.</summary>
    public const int Failed = 1;

    /// <summary>A command line that says nothing meaningful, or names a file that does not exist.</summary>
    public const int Usage = 2;

    /// <summary>The input was refused; nothing was computed from it.</summary>
    public const int Refused = 3;

    /// <summary>Partly done: what was good was stored, the rest is listed.</summary>
    public const int Partial = 4;

    /// <summary>A gate failed.</summary>
    public const int GateFailed = 5;

    /// <summary>The equations have no answer, or none that is certain enough.</summary>
    public const int Numerical = 6;

    /// <summary>A limit on size, memory or time was reached.</summary>
    public const int Resource = 7;

    /// <summary>Interrupted from the keyboard.</summary>
    public const int Interrupted = 130;

    /// <summary>The code of a refusal: readers report a limit that was reached as the finding it is.</summary>
    public static int Of(RefusalKind kind, IReadOnlyList<Diagnostic> findings)
    {
        bool isLimit = findings.Any(f => f is { Severity: Severity.Error, Code: FindingCode.LimitExceeded });
        return kind switch
        {
            RefusalKind.Numerical => Numerical,
            RefusalKind.Resource => Resource,
            _ => isLimit ? Resource : Refused,
        };
    }
}
