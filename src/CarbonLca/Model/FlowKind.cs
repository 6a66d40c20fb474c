namespace CarbonLca.Model;

/// <summary>What a flow is to the technosphere.</summary>
public enum FlowKind : byte
{
    /// <summary>A good or service that processes make and use.</summary>
    Product = 0,

    /// <summary>A material that processes give away and a treatment takes in.</summary>
    Waste = 1,

    /// <summary>Matter or energy exchanged with the environment. Called biosphere flow by Brightway.</summary>
    Elementary = 2,
}
