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
    private readonly double[] _row = new double[Lanes];
    private SampleCompletion? _completion;
    private double[] _all = [];

    public SampleWorker(SampledSystem system, SamplingPlan plan)
    {
        _system = system;
        _plan = plan;
        _draws = new float[system.DrawRows * Lanes];
        _workspaces = [.. system.Sweeps.Select(sweep => sweep.CreateWorkspace())];
    }

    /// <summary>Draws one group and writes its samples into a chunk.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="group">The group: samples 16·group … 16·group + 15, of which those beyond the chunk are dropped.</param>
    /// <param name="chunk">Receives the samples.</param>
    /// <param name="failures">Receives the samples without an answer.</param>
    public void Run(long seed, long group, SampleChunk chunk, FailureLog failures)
    {
        _plan.Fill(seed, group, _draws);
        foreach (DiagonalDraw diagonal in _system.Diagonals) diagonal.Derive(_draws);
        int at = (int)((group * Lanes) - chunk.First);
        int lanes = Math.Min(Lanes, chunk.Count - at);
        for (int k = 0; k < _workspaces.Length; k++)
        {
            SampleSweep sweep = _system.Sweeps[k];
            SampleWorkspace workspace = _workspaces[k];
            sweep.Solve(_draws, workspace);
            bool isComplete = Complete(k, group, lanes, failures);
            for (int p = 0; p < _system.Products.Length; p++)
            {
                Span<double> target = chunk.Values.AsSpan((((p * _workspaces.Length) + k) * chunk.Count) + at, lanes);
                if (isComplete)
                {
                    sweep.Copy(workspace, _system.Products[p], _row);
                    _row.AsSpan(0, lanes).CopyTo(target);
                    continue;
                }

                _all.AsSpan(_system.Products[p] * Lanes, lanes).CopyTo(target);
                for (int lane = 0; lane < lanes; lane++)
                    if (double.IsNaN(target[lane])) chunk.HasFailed[at + lane] = true;
            }
        }
    }

    // Whether sweeps alone solved every sample; otherwise the samples stand in '_all'.
    private bool Complete(int k, long group, int lanes, FailureLog failures)
    {
        bool isComplete = true;
        for (int lane = 0; lane < lanes; lane++)
        {
            if (_workspaces[k].Status(lane) == SampleStatus.Converged) continue;
            if (isComplete)
            {
                _completion ??= new SampleCompletion(_system);
                if (_all.Length == 0) _all = new double[_system.Matrix.ColumnCount * Lanes];
                _system.Sweeps[k].CopyAll(_workspaces[k], _all);
                isComplete = false;
            }

            _completion!.Complete(k, _draws, lane, (group * Lanes) + lane, _all, failures);
        }

        return isComplete;
    }
}
