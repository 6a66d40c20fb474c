using CarbonLca.Diagnostics;

namespace CarbonLca.Assessment;

/// <summary>A loop of processes consumes at least as much of its own product as it makes.</summary>
public sealed class NonProductiveLoopException : RefusalException
{
    /// <summary>Refuses for one or more loops.</summary>
    public NonProductiveLoopException(IReadOnlyList<NonProductiveLoop> loops)
        : base(RefusalKind.Numerical, Describe(loops)) => Loops = loops;

    /// <summary>The loops, one for each group of processes that depend on each other.</summary>
    public IReadOnlyList<NonProductiveLoop> Loops { get; }

    private static Diagnostic[] Describe(IReadOnlyList<NonProductiveLoop> loops)
    {
        ArgumentNullException.ThrowIfNull(loops);
        return [.. loops.Select(loop => Diagnostic.Error(
            FindingCode.CycleNotSolvable,
            $"The loop {loop.Path} is not productive: {Group(loop)}to deliver one unit it consumes {loop.Gain:G6} units of itself.",
            $"循环 {loop.Path} 不具生产性：{GroupZh(loop)}每交付一单位要消耗自身 {loop.Gain:G6} 单位。") with
        {
            Expected = new Wording("a gain below 1", "增益小于 1"),
            Next = new Wording("Check the units and amounts along the loop.", "请检查循环各环节的单位与数量。"),
        })];
    }

    private static string Group(NonProductiveLoop loop) =>
        loop.GroupSize > loop.Processes.Count ? $"with the {loop.GroupSize} processes it is tied to, " : string.Empty;

    private static string GroupZh(NonProductiveLoop loop) =>
        loop.GroupSize > loop.Processes.Count ? $"连同与之相关的共 {loop.GroupSize} 个过程，" : string.Empty;
}

/// <summary>A loop that makes no more than it consumes.</summary>
/// <param name="Processes">The processes along its strongest cycle, as messages name them, each consuming the next.</param>
/// <param name="ProcessIds">Their ids.</param>
/// <param name="GroupSize">How many processes depend on each other, the cycle among them.</param>
/// <param name="Gain">Units consumed for each unit delivered: the spectral radius of the group; at least 1.</param>
public sealed record NonProductiveLoop(IReadOnlyList<string> Processes, IReadOnlyList<string> ProcessIds, int GroupSize, double Gain)
{
    /// <summary>The cycle written out, back to its first process.</summary>
    public string Path => string.Join(" ← ", Processes.Append(Processes[0]));
}
