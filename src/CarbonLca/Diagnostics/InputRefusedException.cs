namespace CarbonLca.Diagnostics;

/// <summary>An input was refused for the reasons its findings give; nothing was computed from it.</summary>
public sealed class InputRefusedException : RefusalException
{
    /// <summary>Refuses an input for all the errors among the findings.</summary>
    public InputRefusedException(IReadOnlyList<Diagnostic> findings)
        : base(RefusalKind.Input, findings)
    {
    }

    /// <summary>Refuses an input for one error.</summary>
    public InputRefusedException(Diagnostic error)
        : this([error])
    {
    }
}
