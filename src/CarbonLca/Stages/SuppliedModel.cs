using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Stages;

/// <summary>The amounts of one model from the providers of another: what a comparison of two studies needs to tell activity from the choice of data.</summary>
public sealed record SuppliedModel : StageModel
{
    private readonly StageModel _model;
    private readonly ImmutableArray<string> _providers;

    /// <summary>A model with other providers.</summary>
    /// <param name="model">The model whose amounts count.</param>
    /// <param name="providers">A provider for each of its needs.</param>
    /// <exception cref="ArgumentException">There are more or fewer providers than needs.</exception>
    public SuppliedModel(StageModel model, IEnumerable<string> providers)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _providers = [.. providers];
        if (_providers.Length != model.Needs.Length) throw new ArgumentException($"There are {_providers.Length} providers; expected {model.Needs.Length}, one for each need.", nameof(providers));
    }

    /// <inheritdoc/>
    public override ImmutableArray<StageNeed> Needs => [.. _model.Needs.Select((need, i) => need with { Provider = _providers[i] })];

    /// <inheritdoc/>
    public override Wording Description => _model.Description;

    /// <inheritdoc/>
    public override IEnumerable<Diagnostic> Remarks => _model.Remarks;
}
