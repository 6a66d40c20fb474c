using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.MonteCarlo;

/// <summary>How far a run has come: everything needed to go on with the same bits as if it had never stopped.</summary>
/// <remarks>
/// <para>
/// Holds the digest of the model, the choices that decide the samples, and the samples so far, or what they were folded into; a run refuses
/// a state of another model, seed or design. Saved as little-endian binary with a SHA-256 checksum at the end.
/// </para>
/// <para>
/// With samples (<see cref="HasSamples"/>) it never changes. Without, it is a view of memory that a run goes on changing and that is too large
/// to be copied: the state that a run reports can be saved until the report returns, and one that was loaded is used up by the run that goes
/// on from it. Later use is an <see cref="InvalidOperationException"/>.
/// </para>
/// </remarks>
public sealed class MonteCarloState
{
    private readonly bool _isReport;
    private SketchedRun? _sketched;

    internal MonteCarloState(RunIdentity run, ImmutableArray<SampleChunk> chunks, ImmutableArray<FailedSample> failures)
    {
        Run = run;
        Chunks = chunks;
        Failures = failures;
        Samples = chunks.IsEmpty ? 0 : chunks[^1].First + chunks[^1].Count;
    }

    internal MonteCarloState(RunIdentity run, SketchedRun sketched, ImmutableArray<FailedSample> failures, bool isReport)
    {
        Run = run;
        _sketched = sketched;
        Failures = failures;
        Samples = sketched.Samples.Count;
        _isReport = isReport;
    }

    /// <summary>The digest of the model it belongs to.</summary>
    public string ModelDigest => Run.ModelDigest;

    /// <summary>The seed.</summary>
    public long Seed => Run.Seed;

    /// <summary>The design.</summary>
    public SampleDesign Design => Run.Design;

    /// <summary>How many samples are done.</summary>
    public long Samples { get; }

    /// <summary>The number of samples of the run; it decides the samples of a Latin hypercube, and how finely samples are folded.</summary>
    public long PlannedSamples => Run.PlannedSamples;

    /// <summary>Whether it holds the samples themselves; otherwise what they were folded into.</summary>
    public bool HasSamples => !Chunks.IsDefault;

    /// <summary>Whether the run that reports it will report no other; false of one that was loaded.</summary>
    public bool IsLast { get; internal init; }

    internal RunIdentity Run { get; }

    /// <summary>The samples; default where they were folded.</summary>
    internal ImmutableArray<SampleChunk> Chunks { get; }

    internal ImmutableArray<FailedSample> Failures { get; }

    /// <summary>What the samples were folded into.</summary>
    /// <exception cref="InvalidOperationException">A run has gone on with it.</exception>
    internal SketchedRun Sketched => _sketched ?? throw Gone();

    /// <summary>The state of a run that reports it.</summary>
    internal static MonteCarloState Of(MonteCarloModel model, MonteCarloOptions options, SampleStore store, ImmutableArray<FailedSample> failures, bool isLast)
    {
        RunIdentity run = RunIdentity.Of(model, options);
        return store is SketchedSamples sketches
            ? new MonteCarloState(run, new SketchedRun(sketches, options.MemoryBudget, options.StopRule?.Errors() ?? []), failures, isReport: true) { IsLast = isLast }
            : new MonteCarloState(run, store.Chunks, failures) { IsLast = isLast };
    }

    /// <summary>Writes the state, piece by piece.</summary>
    /// <exception cref="InvalidOperationException">The samples were folded, and a run has gone on with it.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        StateFile.Write(stream, this);
    }

    /// <summary>Reads a state that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InputRefusedException">It is no such file, of another version, or damaged.</exception>
    public static MonteCarloState Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return StateFile.Read(stream);
    }

    /// <summary>Hands what the samples were folded into to the one run that goes on with it.</summary>
    /// <exception cref="InvalidOperationException">It belongs to a run already.</exception>
    internal SketchedSamples TakeSketches()
    {
        if (_isReport) throw new InvalidOperationException("This state belongs to the run that reports it. Save it, and go on from what is loaded then.");
        return (Interlocked.Exchange(ref _sketched, null) ?? throw Gone()).Samples;
    }

    /// <summary>Ends what can be done with folded samples, because the run goes on changing them.</summary>
    internal void EndReport() => _sketched = null;

    private static InvalidOperationException Gone() =>
        new("The samples of this state were folded, and a run has gone on with them. Save a state while it is reported, and load it once for each run that goes on from it.");
}
