using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>Draws and solves samples, a few together: the work and the memory of one thread.</summary>
/// <remarks>
/// Samples are drawn in the order in which they are solved and go straight to their places, so that a thread works on what fits its
/// caches. Allocates nothing from group to group, except where loops of a sample may have no solution.
/// </remarks>
internal sealed class SampleWorker
{
    private const int Lanes = SampleSweep.Lanes;

    private readonly SampledSystem _system;
    private readonly float[] _draws;
    private readonly SampleWorkspace[] _workspaces;
    private readonly int[] _products;
    private readonly SampleColumns? _written;
    private readonly int[] _failedDiagonals;
    private SampleCompletion? _completion;
    private SampleColumns? _columns;
    private double[] _all = [];

    public SampleWorker(SampledSystem system, SamplingPlan plan)
    {
        _system = system;
        Plan = plan;
        _products = [.. system.Products];
        _failedDiagonals = new int[system.Diagonals.Length];
        _workspaces = [.. system.Groups.Select(group => group.Sweep.CreateWorkspace())];
        if (_workspaces.Length == 1) _written = system.Groups[0].Sweep.FindColumns(_products);
        int size = system.DrawRows * system.UnitSamples;
        _draws = _workspaces.Length == 1 && _workspaces[0].OwnDraws.Length == size ? [] : new float[size];
    }

    /// <summary>How the parameters are drawn.</summary>
    public SamplingPlan Plan { get; }

    /// <summary>Draws one group and writes its samples into a chunk.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="group">The group: samples 16·group … 16·group + 15, of which those beyond the chunk are dropped.</param>
    /// <param name="chunk">Receives the samples.</param>
    /// <param name="failures">Receives the samples without an answer.</param>
    public void Run(long seed, long group, SampleChunk chunk, FailureLog failures)
    {
        long end = Math.Min((group + 1) * Lanes, chunk.First + chunk.Count);
        for (long sample = group * Lanes; sample < end; sample += _system.UnitSamples) RunUnit(seed, sample, chunk, failures);
    }

    private void RunUnit(long seed, long first, SampleChunk chunk, FailureLog failures)
    {
        DrawTable draws = new(_draws.Length > 0 ? _draws : _workspaces[0].OwnDraws, _system.UnitSamples);
        if (draws.Samples == Lanes) Plan.Fill(seed, first / Lanes, draws.Values);
        else Plan.FillQuarter(seed, first / draws.Samples, draws.Values);
        int suspect = 0;
        for (int k = 0; k < _failedDiagonals.Length; k++)
        {
            _failedDiagonals[k] = _system.Diagonals[k].Derive(draws);
            suspect |= _failedDiagonals[k];
        }

        foreach (ProductDraw product in _system.ProductDraws) product.Derive(draws);
        suspect |= _system.Credits.Lanes(draws);
        for (int g = 0; g < _workspaces.Length; g++)
        {
            if (_written is not null) _system.Groups[g].Sweep.SolvePass(draws.Values, _workspaces[g], _written, chunk.Block((int)(first - chunk.First)));
            else _system.Groups[g].Sweep.Solve(draws.Values, _workspaces[g]);
            bool isComplete = Complete(g, first, Math.Min(draws.Samples, (int)(chunk.First + chunk.Count - first)), suspect, draws, failures);
            TakeOver(g, (int)(first - chunk.First), isComplete, chunk);
        }
    }

    // Samples that sweeps did not solve, or solved without knowing whether they may. Whether sweeps alone solved every sample; otherwise the samples stand in '_all', [column][category][sample].
    private bool Complete(int g, long first, int samples, int suspect, DrawTable draws, FailureLog failures)
    {
        CategoryGroup categories = _system.Groups[g];
        bool isComplete = true;
        for (int lane = 0; lane < samples; lane++)
        {
            // The categories of a sample share the factors of its loops.
            for (int k = 0; k < categories.Count; k++)
            {
                if (_workspaces[g].Status(lane, k) == SampleStatus.Converged && (suspect & (1 << lane)) == 0) continue;
                if (isComplete) CopyAll(g);
                isComplete = false;
                LaneView y = new(_all, categories.Count * draws.Samples, (k * draws.Samples) + lane);
                _completion!.Complete(categories.First + k, draws, _failedDiagonals, lane, first + lane, y, failures);
            }
        }

        return isComplete;
    }

    private void CopyAll(int g)
    {
        _completion ??= new SampleCompletion(_system);
        SampleSweep sweep = _system.Groups[g].Sweep;
        int columns = _system.Matrix.ColumnCount;
        int size = _system.Groups[g].Count * _system.UnitSamples;
        if (_all.Length != columns * size) _all = new double[columns * size];
        if (_written is not null)
        {
            sweep.CopyPass(_workspaces[g], _columns ??= sweep.FindColumns([.. Enumerable.Range(0, columns)]), _all);
            return;
        }

        for (int column = 0; column < columns; column++) sweep.Copy(_workspaces[g], column, _all.AsSpan(column * size, size));
    }

    // What was written while it was solved stays, unless some samples had to be completed.
    private void TakeOver(int g, int at, bool isComplete, SampleChunk chunk)
    {
        if (isComplete && _written is not null) return;
        CategoryGroup categories = _system.Groups[g];
        Span<double> block = chunk.Block(at);
        int size = categories.Count * chunk.BlockSamples;
        int row = _system.Categories.Length * chunk.BlockSamples;
        for (int p = 0; p < _products.Length; p++)
        {
            Span<double> target = block.Slice((p * row) + (categories.First * chunk.BlockSamples), size);
            if (isComplete) categories.Sweep.Copy(_workspaces[g], _products[p], target);
            else TakeOverCompleted(_products[p], target, at, chunk);
        }
    }

    private void TakeOverCompleted(int column, Span<double> target, int at, SampleChunk chunk)
    {
        _all.AsSpan(column * target.Length, target.Length).CopyTo(target);
        for (int k = 0; k < target.Length; k++)
        {
            int sample = at + (k % chunk.BlockSamples);
            if (double.IsNaN(target[k]) && sample < chunk.Count) chunk.HasFailed[sample] = true;
        }
    }
}
