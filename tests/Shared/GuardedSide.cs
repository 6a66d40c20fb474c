namespace CarbonLca.TestSupport;

/// <summary>Where among <see cref="GuardedBytes"/> numbers stand.</summary>
public enum GuardedSide
{
    /// <summary>The first one right after a page that nobody may touch.</summary>
    Start,

    /// <summary>The last one right before a page that nobody may touch.</summary>
    End,
}
