using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Model;

/// <summary>An activity with everything it takes in and gives out, for one amount of its reference flow.</summary>
/// <remarks>
/// A column of A and B. Called activity by ecoinvent and Brightway. Not an aggregate unless its data are: a received supplier
/// footprint is a process too, with elementary outputs only. Amounts stand for <see cref="ReferenceAmount"/> of the reference flow.
/// </remarks>
public sealed record Process
{
    /// <summary>A process.</summary>
    /// <param name="id">Its identity, unique in a database.</param>
    /// <param name="name">Its name in the language of the data.</param>
    /// <param name="referenceFlow">The product it supplies, or the waste it treats.</param>
    public Process(string id, string name, Flow referenceFlow)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(referenceFlow);
        Id = id;
        Name = name;
        ReferenceFlow = referenceFlow;
    }

    /// <summary>The identity, unique in a database.</summary>
    public string Id { get; init; }

    /// <summary>The name in the language of the data.</summary>
    public string Name { get; init; }

    /// <summary>The Chinese name where the data give one.</summary>
    public string? NameZh { get; init; }

    /// <summary>Where it takes place, as the data's code or name.</summary>
    public string? Location { get; init; }

    /// <summary>The stage of a product's life it belongs to.</summary>
    public LifeCycleStage Stage { get; init; }

    /// <summary>The product it supplies, or the waste it treats.</summary>
    public Flow ReferenceFlow { get; init; }

    /// <summary>Everything taken in and given out, the reference flow among it.</summary>
    public ImmutableArray<Exchange> Exchanges { get; init; } = [];

    /// <summary>Allocation factors the data give; possibly unusable as they stand.</summary>
    public ImmutableArray<AllocationFactor> AllocationFactors { get; init; } = [];

    /// <summary>The relation the data recommend for sharing burdens among co-products.</summary>
    public AllocationKey? DefaultAllocation { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public Provenance? Provenance { get; init; }

    /// <summary>
    /// The net amount of the reference flow: outputs minus inputs. Positive for a product that is supplied, negative for a waste
    /// that is treated; its own use of its product is subtracted.
    /// </summary>
    public double ReferenceAmount
    {
        get
        {
            double sum = 0;
            foreach (Exchange exchange in Exchanges)
                if (exchange.Flow.Id == ReferenceFlow.Id && !exchange.IsAvoided) sum += exchange.Direction == ExchangeDirection.Output ? exchange.Amount : -exchange.Amount;
            return sum;
        }
    }

    /// <summary>A process that makes an amount of a product and so far takes in nothing. Its id is the flow's.</summary>
    public static Process Producing(double amount, Flow product)
    {
        ArgumentNullException.ThrowIfNull(product);
        return new Process(product.Id, product.Name, product) { Exchanges = [new Exchange(product, ExchangeDirection.Output, amount)] };
    }

    /// <summary>A process that treats an amount of a waste. Its id is the flow's.</summary>
    public static Process Treating(double amount, Flow waste)
    {
        ArgumentNullException.ThrowIfNull(waste);
        return new Process(waste.Id, waste.Name, waste) { Exchanges = [new Exchange(waste, ExchangeDirection.Input, amount)] };
    }

    /// <summary>The same process under another id.</summary>
    public Process Named(string id, string? name = null) => this with { Id = id, Name = name ?? id };

    /// <summary>The same process in a place.</summary>
    public Process In(string location) => this with { Location = location };

    /// <summary>The same process, also taking in a product (or a resource).</summary>
    public Process Using(double amount, Flow flow, string? provider = null) =>
        With(new Exchange(flow, ExchangeDirection.Input, amount) { ProviderId = provider });

    /// <summary>The same process, also giving out an elementary flow.</summary>
    public Process Emitting(double amount, Flow flow) => With(new Exchange(flow, ExchangeDirection.Output, amount));

    /// <summary>The same process, also giving out a co-product or a waste.</summary>
    public Process AlsoProducing(double amount, Flow flow, string? provider = null) =>
        With(new Exchange(flow, ExchangeDirection.Output, amount) { ProviderId = provider });

    /// <summary>The same process, also making production elsewhere unnecessary.</summary>
    public Process Avoiding(double amount, Flow flow, string? provider = null) =>
        With(new Exchange(flow, flow is { Kind: FlowKind.Waste } ? ExchangeDirection.Output : ExchangeDirection.Input, amount) { IsAvoided = true, ProviderId = provider });

    /// <summary>The same process with one more exchange.</summary>
    public Process With(Exchange exchange) => this with { Exchanges = Exchanges.Add(exchange) };

    /// <summary>The name in one language; the data's own where no other is given.</summary>
    public string NameIn(Language language) => language == Language.Chinese && NameZh is { Length: > 0 } zh ? zh : Name;

    /// <summary>The name with the location, as messages use it: <c>'diesel, burned in machine' (GLO)</c>.</summary>
    public string Label => Location is { Length: > 0 } location ? $"'{Name}' ({location})" : $"'{Name}'";

    /// <inheritdoc/>
    public bool Equals(Process? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>The name with the location.</summary>
    public override string ToString() => Label;
}
