namespace CarbonLca.Systems;

/// <summary>What to do when several processes could supply an input and the data name none.</summary>
public enum ProviderPolicy
{
    /// <summary>The consumer itself where it makes the flow, else the provider in its own location, else the one with the lowest id; every choice is listed.</summary>
    OwnLocationThenLowestId = 0,

    /// <summary>Refuse: the data must name a provider.</summary>
    Strict = 1,
}

/// <summary>What to do with an input that no process supplies.</summary>
public enum UnlinkedPolicy
{
    /// <summary>Cut it off and mark the system as incomplete.</summary>
    Cut = 0,

    /// <summary>Refuse the system.</summary>
    Refuse = 1,
}

/// <summary>The choices by which a database becomes a product system.</summary>
public sealed record LinkOptions
{
    /// <summary>Allocation as given, providers by location then id, unlinked inputs cut and marked.</summary>
    public static LinkOptions Default { get; } = new();

    /// <summary>How burdens are shared among co-products.</summary>
    public Allocation Allocation { get; init; } = Allocation.AsGiven;

    /// <summary>How providers are chosen.</summary>
    public ProviderPolicy Providers { get; init; }

    /// <summary>What becomes of inputs without provider.</summary>
    public UnlinkedPolicy Unlinked { get; init; }
}
