using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Sensitivity;
using CarbonLca.Systems;

namespace CarbonLca.Analysis;

/// <summary>One input turned to both ends of its range, all others as they are.</summary>
/// <param name="Name">The input; the first of its group where exchanges vary together.</param>
/// <param name="Members">How many exchanges were turned with it: 1, or all of its group.</param>
/// <param name="Amount">Its stated amount.</param>
/// <param name="Low">Its amount at the lower end.</param>
/// <param name="High">Its amount at the upper end.</param>
/// <param name="AtLow">The impact at the lower end.</param>
/// <param name="AtHigh">The impact at the upper end.</param>
public sealed record TornadoBar(InputName Name, int Members, double Amount, double Low, double High, double AtLow, double AtHigh)
{
    /// <summary>How far the impact moves: |at high − at low|.</summary>
    public double Span => Math.Abs(AtHigh - AtLow);
}

/// <summary>The inputs of an impact, turned one at a time and sorted by how far they move it (one at a time, OAT).</summary>
/// <remarks>
/// Every end is an exact new solution of the system (<see cref="WhatIf"/>), not a derivative times a width. Exchanges of one group are
/// turned together, each to its own quantile of the same probability. Of more inputs than asked for, those with the largest
/// |∂h/∂x|·(high − low) are turned; how many were not is in <see cref="NotTurned"/>.
/// </remarks>
public sealed class Tornado
{
    private Tornado(ProductAssessment assessment, int category, TornadoRange range, ImmutableArray<TornadoBar> bars, int notTurned, ImmutableArray<Diagnostic> findings)
    {
        Assessment = assessment;
        Category = category;
        Range = range;
        Bars = bars;
        NotTurned = notTurned;
        Findings = findings;
    }

    /// <summary>The product and its amount.</summary>
    public ProductAssessment Assessment { get; }

    /// <summary>The index of the category.</summary>
    public int Category { get; }

    /// <summary>The impact with every input at its stated amount.</summary>
    public double Impact => Assessment.Impact[Category];

    /// <summary>How far the inputs were turned.</summary>
    public TornadoRange Range { get; }

    /// <summary>The inputs, the one that moves the impact most first.</summary>
    public ImmutableArray<TornadoBar> Bars { get; }

    /// <summary>How many further inputs have a range and move the impact less, by their derivatives.</summary>
    public int NotTurned { get; }

    /// <summary>Inputs that were left out because the system has no answer at an end of their range.</summary>
    public ImmutableArray<Diagnostic> Findings { get; }

    /// <summary>Turns the inputs of an impact.</summary>
    /// <param name="assessment">The product and its amount.</param>
    /// <param name="category">The index of the category.</param>
    /// <param name="names">The names of the system's inputs.</param>
    /// <param name="range">How far.</param>
    /// <param name="most">How many inputs at most.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static Tornado Of(ProductAssessment assessment, int category, InputNames names, TornadoRange range, int most = 200, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(range);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        ProductSystem system = assessment.System;
        Gradient gradient = Gradient.Of(assessment.Supply, assessment.Products, category);
        Turn[] turns = [.. TurnsOf(system, gradient, names, range).OrderByDescending(t => t.Reach).ThenBy(t => t.Ends[0].Exchange)];
        WhatIf question = WhatIf.About(assessment.Products);
        Demand demand = Demand.ForProcess(system.Columns[assessment.Column].Id, assessment.Amount);
        InputName[] named = [.. turns.Take(most).Select(turn => names[turn.Ends[0].Exchange])];
        (TornadoBar? Bar, Diagnostic? Finding)[] turned = new (TornadoBar?, Diagnostic?)[named.Length];
        Parallel.For(0, turned.Length, new ParallelOptions { CancellationToken = cancellation }, k => turned[k] = Turned(turns[k], named[k]));
        IEnumerable<TornadoBar> bars = turned.Select(static t => t.Bar).OfType<TornadoBar>();
        return new Tornado(
            assessment,
            category,
            range,
            [.. bars.OrderByDescending(b => b.Span).ThenBy(b => b.Name.Exchange)],
            Math.Max(0, turns.Length - most),
            [.. turned.Select(static t => t.Finding).OfType<Diagnostic>()]);

        (TornadoBar?, Diagnostic?) Turned(Turn turn, InputName name)
        {
            End first = turn.Ends[0];
            try
            {
                double atLow = turn.Ends.Aggregate(question, (q, end) => q.Set(end.Exchange, end.Low)).Score().Of(demand, category);
                double atHigh = turn.Ends.Aggregate(question, (q, end) => q.Set(end.Exchange, end.High)).Score().Of(demand, category);
                return (new TornadoBar(name, turn.Ends.Length, system.AmountOf(first.Exchange), first.Low, first.High, atLow, atHigh), null);
            }
            catch (RefusalException refusal)
            {
                return (null, NoAnswer(name, first, refusal));
            }
        }
    }

    private static IEnumerable<Turn> TurnsOf(ProductSystem system, Gradient gradient, InputNames names, TornadoRange range)
    {
        ExchangeTable table = system.Database.Exchanges;
        Dictionary<string, List<End>> groups = new(StringComparer.Ordinal);
        for (int row = 0; row < table.Count; row++)
        {
            if (gradient.Exchanges[row] == 0 || !names.IsInput(row) || range.EndsOf(system, row) is not { } ends || ends.Low == ends.High) continue;
            End end = new(row, ends.Low, ends.High, gradient.Exchanges[row] * (ends.High - ends.Low));
            if (table.Details.GroupOf(row) is not { } group || range.IsRelative)
            {
                yield return new Turn([end], Math.Abs(end.Reach));
                continue;
            }

            if (!groups.TryGetValue(group, out List<End>? members)) groups.Add(group, members = []);
            members.Add(end);
        }

        foreach (List<End> members in groups.Values) yield return new Turn([.. members], Math.Abs(members.Sum(m => m.Reach)));
    }

    private static Diagnostic NoAnswer(InputName name, End end, RefusalException refusal) => Diagnostic.Warning(
        refusal.Findings[0].Code,
        $"'{name.Text.En}' was left out: with an amount of {Digits.Significant(end.Low)} or {Digits.Significant(end.High)} {name.Unit} the system has no answer: {refusal.Findings[0].What.En}",
        $"“{name.Text.Zh}”未列入：数量取 {Digits.Significant(end.Low)} 或 {Digits.Significant(end.High)} {name.Unit} 时系统无解：{refusal.Findings[0].What.Zh}") with
    {
        Where = name.Where,
    };

    private sealed record Turn(End[] Ends, double Reach);

    private readonly record struct End(int Exchange, double Low, double High, double Reach);
}
