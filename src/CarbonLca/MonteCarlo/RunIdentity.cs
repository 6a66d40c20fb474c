namespace CarbonLca.MonteCarlo;

/// <summary>What decides the samples of a run.</summary>
/// <param name="ModelDigest">The digest of the model.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Design">How the samples relate.</param>
/// <param name="PlannedSamples">How many samples there will be; it decides the samples of a Latin hypercube, and the blocks of sketches.</param>
/// <param name="SeriesCount">How many numbers a sample has.</param>
internal sealed record RunIdentity(string ModelDigest, long Seed, SampleDesign Design, long PlannedSamples, int SeriesCount)
{
    public static RunIdentity Of(MonteCarloModel model, MonteCarloOptions options) => new(model.Digest, options.Seed, options.Design, options.Samples, model.Sampled.SeriesCount);
}
