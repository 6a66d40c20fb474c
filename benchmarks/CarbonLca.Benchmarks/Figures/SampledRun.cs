using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>One thread's sampling: sixteen samples at a time are drawn, solved and taken over.</summary>
internal sealed class SampledRun
{
    private readonly SampledProblem _problem;
    private readonly SampleWorkspace[] _workspaces;

    public SampledRun(SampledProblem problem)
    {
        _problem = problem;
        _workspaces = [.. problem.Sweeps.Select(s => s.CreateWorkspace())];
        Draws = GC.AllocateArray<float>(problem.Plan.RowCount * SampleSweep.Lanes, pinned: true);
    }

    /// <summary>The draws of the last group.</summary>
    public float[] Draws { get; }

    /// <summary>Samples so far.</summary>
    public long Samples { get; private set; }

    /// <summary>Of them, times categories, those that did not converge.</summary>
    public long Failed { get; private set; }

    /// <summary>Sweeps in float and in double so far, over the component and in the category that need most.</summary>
    public (long Single, long Double) Sweeps { get; private set; }

    /// <summary>Draws and solves one group.</summary>
    public void Group(long group)
    {
        _problem.Plan.Fill(0, group, Draws);
        int single = 0;
        int twice = 0;
        for (int c = 0; c < _workspaces.Length; c++)
        {
            SampleWorkspace workspace = _workspaces[c];
            _problem.Sweeps[c].Solve(Draws, workspace);
            single = Math.Max(single, workspace.SingleSweeps);
            twice = Math.Max(twice, workspace.DoubleSweeps);
            for (int lane = 0; lane < SampleSweep.Lanes; lane++)
                Failed += workspace.Status(lane) == SampleStatus.Converged ? 0 : 1;
        }
        Sweeps = (Sweeps.Single + single, Sweeps.Double + twice);
        Samples += SampleSweep.Lanes;
    }

    /// <summary>The footprint of one product in the last group.</summary>
    public void Copy(int category, int product, Span<double> lanes) => _problem.Sweeps[category].Copy(_workspaces[category], product, lanes);

    /// <summary>The footprints of all products in the last group.</summary>
    public void CopyAll(int category, Span<double> y) => _problem.Sweeps[category].CopyAll(_workspaces[category], y);
}
