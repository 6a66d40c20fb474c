using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Analysis;

/// <summary>What people call an input of a model: the exchange of a process, or the line of a study it stands for.</summary>
public sealed record InputName
{
    /// <summary>The row of the <see cref="ExchangeTable"/>; −1 for a characterisation factor.</summary>
    public required int Exchange { get; init; }

    /// <summary>The row of the method; null for an exchange.</summary>
    public int? FactorRow { get; init; }

    /// <summary>The id of the process that the exchange belongs to; of a characterisation factor, that of its method.</summary>
    public required string ProcessId { get; init; }

    /// <summary>The name of that process, or of the factors.</summary>
    public required Wording Process { get; init; }

    /// <summary>Where that process takes place; null where the data do not say.</summary>
    public string? Location { get; init; }

    /// <summary>The id of the flow.</summary>
    public required string FlowId { get; init; }

    /// <summary>The name of the flow.</summary>
    public required Wording Flow { get; init; }

    /// <summary>The unit of the amount: the flow's reference unit; of a factor, impact per unit of flow.</summary>
    public required string Unit { get; init; }

    /// <summary>The id of the process that supplies the flow; null where none is named.</summary>
    public string? ProviderId { get; init; }

    /// <summary>The group whose members vary together; null for an exchange that varies by itself.</summary>
    public string? Group { get; init; }

    /// <summary>The study's line that the process stands for; null for a process of the background.</summary>
    public StudyForegroundLine? Line { get; init; }

    /// <summary>Whether the line alone does not say which of its numbers is meant: it has several, or this is the one inside its factor.</summary>
    public bool NamesFlow { get; init; }

    /// <summary>The line as changes name it, <c>use/1</c>; null for a process of the background.</summary>
    public string? LineKey => Line is null ? null : StudyLines.KeyOf(Line.Stage, Line.Number);

    /// <summary>Where the line stands in the study's file; null for a process of the background.</summary>
    public SourcePosition? Where => Line?.Line.Where;

    /// <summary>The name in one line of text: stage, item and flow of a study's line; process and flow of another process.</summary>
    public Wording Text
    {
        get
        {
            if (Line is not { } line) return new Wording($"{Label(Process.En)}: {Flow.En}", $"{Label(Process.Zh)}：{Flow.Zh}");
            Wording stage = line.Stage.Name();
            return NamesFlow
                ? new Wording($"{stage.En} {line.Number}: {line.Item.En}, {Flow.En}", $"{stage.Zh} {line.Number}：{line.Item.Zh}，{Flow.Zh}")
                : new Wording($"{stage.En} {line.Number}: {line.Item.En}", $"{stage.Zh} {line.Number}：{line.Item.Zh}");
        }
    }

    private string Label(string name) => Location is { Length: > 0 } location ? $"{name} ({location})" : name;
}
