namespace CarbonLca.Model;

/// <summary>The relation by which a data set says its burdens should be shared among co-products (REQ-30).</summary>
public enum AllocationKey : byte
{
    /// <summary>A physical relation such as mass or energy content.</summary>
    Physical = 0,

    /// <summary>Another relation, usually economic value.</summary>
    Economic = 1,

    /// <summary>A causal relation, given for each exchange.</summary>
    Causal = 2,
}

/// <summary>The share of one co-product in a process's burdens, as the data give it.</summary>
/// <param name="Key">The relation.</param>
/// <param name="ProductFlowId">The co-product.</param>
/// <param name="ExchangeIndex">For a causal factor, the exchange of the process it applies to, counted from 0; otherwise null.</param>
/// <param name="Value">The share as given; usable only when all of them lie in [0, 1] and sum to one.</param>
public readonly record struct AllocationFactor(AllocationKey Key, string ProductFlowId, int? ExchangeIndex, double Value);
