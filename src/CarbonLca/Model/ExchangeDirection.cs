namespace CarbonLca.Model;

/// <summary>Whether a process takes a flow in or gives it out.</summary>
public enum ExchangeDirection : byte
{
    /// <summary>The process takes the flow in.</summary>
    Input = 0,

    /// <summary>The process gives the flow out.</summary>
    Output = 1,
}
