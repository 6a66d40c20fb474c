using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>One thread's sampling: sixteen samples at a time are drawn, solved and taken over.</summary>
internal sealed class SampledRun
{
    private readonly SampledProblem _problem;
    private readonly SampleWorkspace _workspace;
    private readonly float[] _draws;

    public SampledRun(SampledProblem problem)
    {
        _problem = problem;
        _workspace = problem.Sweep.CreateWorkspace();
        int size = problem.Plan.RowCount * SampleSweep.Lanes;
        _draws = _workspace.OwnDraws.Length == size ? [] : GC.AllocateArray<float>(size, pinned: true);
    }

    /// <summary>The draws of the last group.</summary>
    public Span<float> Draws => _draws.Length > 0 ? _draws : _workspace.OwnDraws;

    /// <summary>Samples so far.</summary>
    public long Samples { get; private set; }

    /// <summary>Of them, times categories, those that did not converge.</summary>
    public long Failed { get; private set; }

    /// <summary>Sweeps in float and in double so far, over the component that needs most.</summary>
    public (long Single, long Double) Sweeps { get; private set; }

    /// <summary>Draws and solves one group.</summary>
    public void Group(long group)
    {
        _problem.Plan.Fill(0, group, Draws);
        _problem.Sweep.Solve(Draws, _workspace);
        for (int category = 0; category < _problem.Sweep.Categories; category++)
        {
            for (int lane = 0; lane < SampleSweep.Lanes; lane++)
                Failed += _workspace.Status(lane, category) == SampleStatus.Converged ? 0 : 1;
        }
        Sweeps = (Sweeps.Single + _workspace.SingleSweeps, Sweeps.Double + _workspace.DoubleSweeps);
        Samples += SampleSweep.Lanes;
    }

    /// <summary>The footprint of one product in the last group, category by category.</summary>
    public void Copy(int product, Span<double> lanes) => _problem.Sweep.Copy(_workspace, product, lanes);

    /// <summary>The footprints of all products in the last group, <c>[product][category][16]</c>.</summary>
    public void CopyAll(Span<double> y) => _problem.Sweep.CopyAll(_workspace, y);
}
