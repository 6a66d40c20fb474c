using CarbonLca.Benchmarks.Assessment;
using CarbonLca.Benchmarks.Generator;
using CarbonLca.Benchmarks.Harness;
using CarbonLca.Benchmarks.Rivals;
using CarbonLca.Benchmarks.Sparse;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>What the figures of one run share: systems, each generated once, and how often things are measured.</summary>
internal sealed class FigureContext(int rounds, TextWriter progress)
{
    private readonly Dictionary<string, SyntheticSystem> _systems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SolveCase> _cases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Workload> _workloads = new(StringComparer.Ordinal);

    /// <summary>Rounds that count.</summary>
    public int Rounds { get; } = rounds;

    public TextWriter Progress { get; } = progress;

    /// <summary>Steps to be measured in turn.</summary>
    public Turns Turns() => new(Rounds, Progress);

    public SyntheticSystem System(SyntheticPreset preset) => Once(_systems, preset, () => SyntheticSystem.Generate(preset.Spec));

    public SolveCase Case(SyntheticPreset preset) => Once(_cases, preset, () => SolveCase.Of(System(preset)));

    public Workload Workload(SyntheticPreset preset) => Once(_workloads, preset, () => Assessment.Workload.Of(System(preset)));

    /// <summary>Forgets a large system.</summary>
    public void Forget(SyntheticPreset preset)
    {
        _systems.Remove(preset.Spec.Name);
        _cases.Remove(preset.Spec.Name);
        _workloads.Remove(preset.Spec.Name);
    }

    /// <summary>
    /// UMFPACK in the orientations in which it is fast on such systems; without refinement, which it need not pay for.
    /// None where the machine lacks it. Of A as it stands and of its default strategy <c>Solve.md</c> tells.
    /// </summary>
    public static IReadOnlyList<Umfpack> UmfpackAtItsBest(SolveCase subject, bool onlyTransposed = false) =>
        NativeSparse.Umfpack == 0 ? []
        : onlyTransposed ? [new Umfpack(subject.Matrix, new UmfpackChoices("Aᵀ", Transposed: true, Refinements: 0))]
        : [
            new Umfpack(subject.Matrix, new UmfpackChoices("Aᵀ", Transposed: true, Refinements: 0)),
            new Umfpack(subject.Matrix, new UmfpackChoices("A, symmetric strategy", Transposed: false, Symmetric: true, Refinements: 0)),
        ];

    private static T Once<T>(Dictionary<string, T> known, SyntheticPreset preset, Func<T> make)
    {
        if (!known.TryGetValue(preset.Spec.Name, out T? value))
            known.Add(preset.Spec.Name, value = make());
        return value;
    }
}
