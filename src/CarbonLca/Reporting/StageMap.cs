using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Reporting;

/// <summary>Converts values of one view of a product's life to another and conserves their sum (REQ-13).</summary>
/// <remarks>
/// Row i of the shares says how part i of the first view is divided among the parts of the second: to_k = Σᵢ from_i · share_ik, with
/// Σₖ share_ik = 1. A map is without loss when every row is one part as a whole and no part is hit twice; then it can be turned round.
/// </remarks>
public sealed class StageMap
{
    private const double Tolerance = 1e-9;

    private readonly double[][] _shares;

    /// <summary>A map.</summary>
    /// <param name="from">The parts of the first view.</param>
    /// <param name="to">The parts of the second view.</param>
    /// <param name="shares">One row for each part of the first view, one share for each part of the second; each row sums to one.</param>
    /// <exception cref="InputRefusedException">A part of the first view goes nowhere, or its shares are out of range or do not sum to one.</exception>
    public StageMap(ImmutableArray<StagePart> from, ImmutableArray<StagePart> to, IReadOnlyList<ImmutableArray<double>> shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        List<Diagnostic> faults = [];
        for (int i = 0; i < from.Length; i++)
        {
            if (i >= shares.Count || shares[i].Length != to.Length || shares[i].All(s => s == 0))
            {
                faults.Add(Diagnostic.Error(FindingCode.BoundaryIncomplete, $"'{from[i].Name.En}' has no place in the other view.", $"“{from[i].Name.Zh}”在另一视图中没有对应。") with { Found = from[i].Key });
                continue;
            }

            double sum = shares[i].Sum();
            if (shares[i].All(s => s is >= 0 and <= 1) && Math.Abs(sum - 1) <= Tolerance) continue;
            faults.Add(Diagnostic.Error(FindingCode.AllocationSum, $"The shares of '{from[i].Name.En}' do not divide it.", $"“{from[i].Name.Zh}”的份额不构成完整划分。") with
            {
                Found = $"{string.Join(" + ", shares[i].Where(s => s != 0).Select(Digits.Full))} = {Digits.Full(sum)}",
                Expected = new Wording("shares from 0 to 1 that sum to 1", "0 至 1 之间且合计为 1 的份额"),
            });
        }

        if (faults.Count > 0) throw new InputRefusedException(faults);
        From = from;
        To = to;
        _shares = [.. shares.Take(from.Length).Select(row => row.ToArray())];
    }

    /// <summary>
    /// From the stages of ISO 14067 to the view of ITU-T L.1410 and ETSI ES 203 199: A raw material acquisition, B production, C use,
    /// D end-of-life treatment, G generic processes, which transport is one of. Without loss.
    /// </summary>
    public static StageMap IsoToIct { get; } = new(
        [.. LifeCycleStages.All.Select(s => new StagePart(s.Key(), s.Name()))],
        [
            new("A", new Wording("A raw material acquisition", "A 原材料获取")),
            new("B", new Wording("B production", "B 生产")),
            new("C", new Wording("C use", "C 使用")),
            new("D", new Wording("D end-of-life treatment", "D 生命末期处理")),
            new("G", new Wording("G generic processes: transport", "G 通用过程：运输")),
        ],
        [
            [1, 0, 0, 0, 0],
            [0, 1, 0, 0, 0],
            [0, 0, 0, 0, 1],
            [0, 0, 1, 0, 0],
            [0, 0, 0, 1, 0],
        ]);

    /// <summary>The parts of the first view.</summary>
    public ImmutableArray<StagePart> From { get; }

    /// <summary>The parts of the second view.</summary>
    public ImmutableArray<StagePart> To { get; }

    /// <summary>Whether each part of one view is a part of the other.</summary>
    public bool IsWithoutLoss => From.Length == To.Length && _shares.All(row => row.Contains(1)) && Enumerable.Range(0, To.Length).All(k => _shares.Count(row => row[k] == 1) == 1);

    /// <summary>The values of the second view.</summary>
    /// <param name="values">The values of the first view, one for each part.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than parts.</exception>
    public ImmutableArray<double> Convert(ReadOnlySpan<double> values)
    {
        if (values.Length != From.Length) throw new ArgumentException($"There are {values.Length} values; expected {From.Length}: {string.Join(", ", From.Select(p => p.Key))}.", nameof(values));
        CompensatedSum[] sums = new CompensatedSum[To.Length];
        for (int i = 0; i < values.Length; i++)
            for (int k = 0; k < To.Length; k++) sums[k].Add(_shares[i][k] * values[i]);
        return [.. sums.Select(s => s.Value)];
    }

    /// <summary>The map the other way round.</summary>
    /// <exception cref="InvalidOperationException">The map loses what it would need: it is not <see cref="IsWithoutLoss"/>.</exception>
    public StageMap Inverse() => IsWithoutLoss
        ? new StageMap(To, From, [.. Enumerable.Range(0, To.Length).Select(k => _shares.Select(row => row[k]).ToImmutableArray())])
        : throw new InvalidOperationException("The map brings parts together or divides them; what it joined cannot be told apart again.");
}

/// <summary>A part of a view of a product's life.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its name.</param>
public sealed record StagePart(string Key, Wording Name);
