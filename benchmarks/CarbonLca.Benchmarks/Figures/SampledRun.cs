using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Memory;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>One thread's sampling: a few samples at a time are drawn, solved and taken over, as the engine does.</summary>
internal sealed class SampledRun
{
    private readonly SampledProblem _problem;
    private readonly SampleWorkspace _workspace;
    private readonly SampleColumns _columns;
    private readonly float[] _draws;
    private readonly Memory<double> _values;

    public SampledRun(SampledProblem problem, int[] columns)
    {
        _problem = problem;
        _columns = problem.Sweep.FindColumns(columns);
        _workspace = problem.Sweep.CreateWorkspace();
        int size = problem.Plan.RowCount * problem.Sweep.PassSamples;
        _draws = _workspace.OwnDraws.Length == size ? [] : GC.AllocateArray<float>(size, pinned: true);
        _values = LargeArray.Allocate<double>(columns.Length * problem.Sweep.Categories * problem.Sweep.PassSamples);
    }

    /// <summary>The draws of the last samples.</summary>
    public Span<float> Draws => _draws.Length > 0 ? _draws : _workspace.OwnDraws;

    /// <summary>The footprints of the last pass, <c>[column][category][sample]</c>.</summary>
    public ReadOnlySpan<double> Values => _values.Span;

    /// <summary>Samples so far.</summary>
    public long Samples { get; private set; }

    /// <summary>Of them, times categories, those that did not converge.</summary>
    public long Failed { get; private set; }

    /// <summary>Sweeps in float and in double so far, over the component that needs most, of all passes.</summary>
    public (long Single, long Double) Sweeps { get; private set; }

    /// <summary>Passes so far.</summary>
    public long Passes { get; private set; }

    /// <summary>Draws and solves sixteen samples.</summary>
    public void Group(long group)
    {
        SampleSweep sweep = _problem.Sweep;
        for (int pass = 0; pass < SampleSweep.Lanes / sweep.PassSamples; pass++)
        {
            Fill((group * SampleSweep.Lanes / sweep.PassSamples) + pass);
            sweep.SolvePass(Draws, _workspace, _columns, _values.Span);
            for (int category = 0; category < sweep.Categories; category++)
            {
                for (int lane = 0; lane < sweep.PassSamples; lane++)
                    Failed += _workspace.Status(lane, category) == SampleStatus.Converged ? 0 : 1;
            }
            Sweeps = (Sweeps.Single + _workspace.SingleSweeps, Sweeps.Double + _workspace.DoubleSweeps);
            Samples += sweep.PassSamples;
            Passes++;
        }
    }

    /// <summary>Draws the samples of one pass.</summary>
    public void Fill(long pass)
    {
        if (_problem.Sweep.PassSamples == SampleSweep.Lanes)
            _problem.Plan.Fill(0, pass, Draws);
        else
            _problem.Plan.FillQuarter(0, pass, Draws);
    }
}
