using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>How many samples to draw, from which seed, and when to stop.</summary>
public sealed record MonteCarloOptions
{
    /// <summary>The most samples of a Latin hypercube.</summary>
    public const int MostLatinHypercubeSamples = (int)SamplingOptions.MaxLatinHypercubeSamples;

    /// <summary>10,000 independent samples of seed 0 on all processors.</summary>
    public static MonteCarloOptions Default { get; } = new();

    /// <summary>How many samples to draw; with a <see cref="StopRule"/>, the most.</summary>
    public int Samples { get; init; } = 10_000;

    /// <summary>The seed: any of the 2⁶⁴ numbers; 0 and negative ones are seeds like others.</summary>
    public long Seed { get; init; }

    /// <summary>How many threads share the work; 0 for as many as there are processors. Changes no bit of any result.</summary>
    public int Threads { get; init; }

    /// <summary>How the samples of one parameter relate.</summary>
    public SampleDesign Design { get; init; }

    /// <summary>When the estimates are good enough to stop before <see cref="Samples"/>; null to draw them all.</summary>
    public StopRule? StopRule { get; init; }

    /// <summary>
    /// Bytes that kept samples may take. Within it every sample is kept and quantiles are exact; beyond it samples are folded into
    /// sketches whose rank error is declared with every quantile.
    /// </summary>
    public long MemoryBudget { get; init; } = 2L << 30;

    /// <summary>Receives the state of the run after every <see cref="CheckpointInterval"/> samples, to be kept for a resumption; null for none.</summary>
    /// <remarks>
    /// Where samples are kept, states never change, and the last one holds all samples. Where they are folded, a state can be saved until
    /// this returns and no longer, and the last one leaves out up to a round of samples that end within a block, which a resumed run draws
    /// again. Going on from a state that was saved and loaded gives every bit of a run that never stopped, on any number of threads; where
    /// that cannot be, it is refused: folded samples need a memory budget and a number of samples with blocks of the same size, and a stop
    /// rule that is none, the same or stricter.
    /// </remarks>
    public Action<MonteCarloState>? Checkpoint { get; init; }

    /// <summary>Samples between checkpoints, rounded up to whole rounds of the run (1,024 samples, fewer where many products are sampled).</summary>
    public int CheckpointInterval { get; init; } = 1024;

    /// <summary>Which instructions run; changes no bit of any result.</summary>
    internal SimdPath Path { get; init; }

    /// <summary>The threads that will run.</summary>
    internal int EffectiveThreads => Threads == 0 ? Environment.ProcessorCount : Threads;

    /// <summary>Checks that the numbers make sense.</summary>
    /// <exception cref="ArgumentException">A number is out of range, or choices exclude each other.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, 1, nameof(Samples));
        ArgumentOutOfRangeException.ThrowIfNegative(Threads, nameof(Threads));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MemoryBudget, nameof(MemoryBudget));
        ArgumentOutOfRangeException.ThrowIfLessThan(CheckpointInterval, 1, nameof(CheckpointInterval));
        if (!Enum.IsDefined(Design)) throw new ArgumentOutOfRangeException(nameof(Design), Design, $"'{Design}' is no sampling design; expected Independent, Antithetic, LatinHypercube or CentredLatinHypercube.");
        if (Design.NeedsCount()) ArgumentOutOfRangeException.ThrowIfGreaterThan(Samples, MostLatinHypercubeSamples, nameof(Samples));
        if (Design.NeedsCount() && StopRule is not null)
            throw new ArgumentException("A Latin hypercube needs its number of samples beforehand, so it cannot stop early. Drop the stop rule, or draw independent samples.", nameof(StopRule));
    }

    /// <summary>The same choices in the words of the sampler.</summary>
    internal SamplingOptions ToSamplingOptions() => new()
    {
        Design = Design switch
        {
            SampleDesign.Antithetic => SamplingDesign.Antithetic,
            SampleDesign.LatinHypercube => SamplingDesign.LatinHypercube,
            SampleDesign.CentredLatinHypercube => SamplingDesign.LatinHypercubeCentred,
            _ => SamplingDesign.Independent,
        },
        SampleCount = Design.NeedsCount() ? Samples : 0,
        Path = Path,
    };
}
