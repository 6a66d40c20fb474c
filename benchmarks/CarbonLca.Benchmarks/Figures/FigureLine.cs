namespace CarbonLca.Benchmarks.Figures;

/// <summary>One measured figure.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Subject">What is measured, against what.</param>
/// <param name="Goal">What it must reach and what it should.</param>
/// <param name="Value">What was measured; not a number where the machine lacks what it is measured against.</param>
/// <param name="Basis">The times, counts and conditions behind it.</param>
internal sealed record FigureLine(int Number, string Subject, Goal Goal, double Value, string Basis)
{
    /// <summary>Whether the goals are met, in words.</summary>
    public string Verdict =>
        double.IsNaN(Value) ? "not measured"
        : double.IsNaN(Goal.Must) ? "to compare"
        : !Goal.Meets(Value, Goal.Must) ? "**not met**"
        : double.IsNaN(Goal.Aim) || Goal.Meets(Value, Goal.Aim) ? "aim met"
        : "must met";

    /// <summary>A row of the table.</summary>
    public string Row() =>
        $"| {Number} | {Subject} | {Goal.ShowLimit(Goal.Must)} | {Goal.ShowLimit(Goal.Aim)} | {(double.IsNaN(Value) ? "–" : $"**{Goal.Show(Value)}**")} | {Verdict} |";
}
