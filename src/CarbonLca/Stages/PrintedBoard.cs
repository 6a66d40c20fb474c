using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>Printed circuit boards by area and number of layers.</summary>
/// <remarks>
/// Needed area = area · count / (use of the panel · yield). The factor of the provider is for one area of a board with that many layers,
/// or for one area of one layer; then the area is multiplied by the layers.
/// </remarks>
public sealed record PrintedBoard : StageModel
{
    private static readonly Unit SquareMetre = Unit.Parse("m2");

    /// <summary>Printed circuit boards.</summary>
    /// <param name="area">The area of one board.</param>
    /// <param name="layers">How many layers; a whole number.</param>
    /// <param name="count">How many boards.</param>
    /// <param name="panelUse">The share of a panel that becomes boards; 1 where the factor of the provider includes the rest.</param>
    /// <param name="yield">The share of boards that are good; 1 where the factor includes it.</param>
    /// <param name="provider">The process that makes boards.</param>
    /// <param name="isPerLayer">Whether the factor of the provider is for one layer.</param>
    /// <exception cref="InputRefusedException">For every parameter outside its range.</exception>
    public PrintedBoard(Quantity area, double layers, double count, double panelUse, double yield, string provider, bool isPerLayer = false)
    {
        Refuse(Check(area, layers, count, panelUse, yield));
        Area = area;
        Layers = (int)layers;
        Count = count;
        PanelUse = panelUse;
        Yield = yield;
        Provider = provider;
        IsPerLayer = isPerLayer;
    }

    /// <summary>The area of one board.</summary>
    public Quantity Area { get; }

    /// <summary>How many layers.</summary>
    public int Layers { get; }

    /// <summary>How many boards.</summary>
    public double Count { get; }

    /// <summary>The share of a panel that becomes boards.</summary>
    public double PanelUse { get; }

    /// <summary>The share of boards that are good.</summary>
    public double Yield { get; }

    /// <summary>The process that makes boards.</summary>
    public string Provider { get; }

    /// <summary>Whether the factor of the provider is for one layer.</summary>
    public bool IsPerLayer { get; }

    /// <inheritdoc/>
    public override ImmutableArray<StageNeed> Needs => [new StageNeed(Area with { Value = Area.Value * Count / (PanelUse * Yield) * (IsPerLayer ? Layers : 1) }, Provider)];

    /// <inheritdoc/>
    public override Wording Description => new(
        string.Create(CultureInfo.InvariantCulture, $"{Parameter.Text(Count)} × {Area}, {Layers} layers{Shares(", panel use ", ", yield ")}{(IsPerLayer ? ", counted layer by layer" : string.Empty)}"),
        string.Create(CultureInfo.InvariantCulture, $"{Parameter.Text(Count)} × {Area}，{Layers} 层{Shares("，拼板利用率 ", "，良率 ")}{(IsPerLayer ? "，逐层计算" : string.Empty)}"));

    /// <inheritdoc/>
    public override IEnumerable<Diagnostic> Remarks
    {
        get
        {
            if (!IsPerLayer && NodeName.Disagreement(string.Create(CultureInfo.InvariantCulture, $"{Layers} layer"), Provider, "layer") is { } other)
            {
                yield return Diagnostic.Warning(FindingCode.DefaultAssumed, $"The board has {Layers} layers, and the name of the provider '{Provider}' says {other}.", $"电路板为 {Layers} 层，而供应过程 '{Provider}' 的名称为 {other}。") with
                {
                    Next = new Wording("Choose the provider of the layers, or say in the source why another stands for it.", "请选择相应层数的供应过程，或在来源中说明替代理由。"),
                };
            }
        }
    }

    /// <summary>What is wrong with the parameters; all faults.</summary>
    public static IEnumerable<ParameterFault> Check(Quantity area, double layers, double count, double panelUse, double yield)
    {
        if (Parameter.Measured(area, SquareMetre, "area", new Wording("area of the board", "电路板面积")) is { } size) yield return size;
        if (!(layers is >= 1 and <= 200 && layers == Math.Floor(layers)))
            yield return new ParameterFault("layers", Parameter.OutOfRange(Parameter.Text(layers), new Wording("number of layers", "层数"), new Wording("a whole number, 1 to 200", "1 至 200 之间的整数")));
        if (Parameter.Positive(count, "count", new Wording("number of boards", "电路板数量")) is { } number) yield return number;
        if (Parameter.Yield(panelUse, "panel_use", new Wording("use of the panel", "拼板利用率")) is { } use) yield return use;
        if (Parameter.Yield(yield, "yield", new Wording("yield", "良率")) is { } share) yield return share;
    }

    private string Shares(string panel, string good) =>
        string.Create(CultureInfo.InvariantCulture, $"{(PanelUse < 1 ? $"{panel}{Parameter.Text(PanelUse)}" : string.Empty)}{(Yield < 1 ? $"{good}{Parameter.Text(Yield)}" : string.Empty)}");
}
