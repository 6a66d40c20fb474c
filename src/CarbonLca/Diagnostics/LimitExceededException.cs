namespace CarbonLca.Diagnostics;

/// <summary>Work was refused because it would pass a set limit on size, depth, count or memory.</summary>
public sealed class LimitExceededException : RefusalException
{
    /// <summary>Refuses for the limit that the finding names.</summary>
    public LimitExceededException(Diagnostic error)
        : base(RefusalKind.Resource, [error])
    {
    }
}
