using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>Draws and solves groups of sixteen samples: the work and the memory of one thread.</summary>
/// <remarks>Allocates nothing from group to group, except for samples that sweeps cannot solve.</remarks>
internal sealed class SampleWorker
{
    private const int Lanes = SampleSweep.Lanes;

    private readonly SampledSystem _system;
    private readonly SamplingPlan _plan;
    private readonly float[] _draws;
    private readonly SampleWorkspace[] _workspaces;
    private readonly double[] _rows;
    private readonly int[] _failedDiagonals;
    private SampleCompletion? _completion;
    private double[] _all = [];

    public SampleWorker(SampledSystem system, SamplingPlan plan)
    {
        _system = system;
        _plan = plan;
        _failedDiagonals = new int[system.Diagonals.Length];
        _workspaces = [.. system.Groups.Select(group => group.Sweep.CreateWorkspace())];
        _draws = _workspaces.Length == 1 && _workspaces[0].OwnDraws.Length == system.DrawRows * Lanes ? [] : new float[system.DrawRows * Lanes];
        _rows = new double[system.Groups.Max(group => group.Count) * Lanes];
    }

    /// <summary>Draws one group and writes its samples into a chunk.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="group">The group: samples 16·group … 16·group + 15, of which those beyond the chunk are dropped.</param>
    /// <param name="chunk">Receives the samples.</param>
    /// <param name="failures">Receives the samples without an answer.</param>
    public void Run(long seed, long group, SampleChunk chunk, FailureLog failures)
    {
        Span<float> draws = _draws.Length > 0 ? _draws : _workspaces[0].OwnDraws;
        _plan.Fill(seed, group, draws);
        int suspect = 0;
        for (int k = 0; k < _failedDiagonals.Length; k++)
        {
            _failedDiagonals[k] = _system.Diagonals[k].Derive(draws);
            suspect |= _failedDiagonals[k];
        }

        suspect |= _system.Credits.Lanes(draws);
        int at = (int)((group * Lanes) - chunk.First);
        int lanes = Math.Min(Lanes, chunk.Count - at);
        for (int g = 0; g < _workspaces.Length; g++)
        {
            CategoryGroup categories = _system.Groups[g];
            categories.Sweep.Solve(draws, _workspaces[g]);
            bool isComplete = Complete(g, group, lanes, suspect, draws, failures);
            int size = categories.Count * Lanes;
            for (int p = 0; p < _system.Products.Length; p++)
            {
                Span<double> rows = isComplete ? _rows.AsSpan(0, size) : _all.AsSpan(_system.Products[p] * size, size);
                if (isComplete) categories.Sweep.Copy(_workspaces[g], _system.Products[p], rows);
                for (int k = 0; k < categories.Count; k++)
                {
                    int series = (p * _system.Categories.Length) + categories.First + k;
                    rows.Slice(k * Lanes, lanes).CopyTo(chunk.Values.AsSpan((series * chunk.Count) + at));
                    for (int lane = 0; !isComplete && lane < lanes; lane++)
                        if (double.IsNaN(rows[(k * Lanes) + lane])) chunk.HasFailed[at + lane] = true;
                }
            }
        }
    }

    // Samples that sweeps did not solve, or solved without knowing whether they may. Whether sweeps alone solved every sample; otherwise the samples stand in '_all', [column][category][16].
    private bool Complete(int g, long group, int lanes, int suspect, ReadOnlySpan<float> draws, FailureLog failures)
    {
        CategoryGroup categories = _system.Groups[g];
        int size = categories.Count * Lanes;
        bool isComplete = true;
        for (int k = 0; k < categories.Count; k++)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                if (_workspaces[g].Status(lane, k) == SampleStatus.Converged && (suspect & (1 << lane)) == 0) continue;
                if (isComplete)
                {
                    _completion ??= new SampleCompletion(_system);
                    if (_all.Length != _system.Matrix.ColumnCount * size) _all = new double[_system.Matrix.ColumnCount * size];
                    categories.Sweep.CopyAll(_workspaces[g], _all);
                    isComplete = false;
                }

                _completion!.Complete(categories.First + k, draws, _failedDiagonals, lane, (group * Lanes) + lane, new LaneView(_all, size, (k * Lanes) + lane), failures);
            }
        }

        return isComplete;
    }
}
