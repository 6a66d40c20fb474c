using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>Dies cut from wafers: the wafer area that a good die takes.</summary>
/// <remarks>
/// Area of a good die = A / Y with A the area of the die and Y the yield. With a wafer of diameter d, what its edge loses counts too:
/// gross dies N = π·(d/2)²/A − π·d/√(2·A) (the usual estimate of gross dies per wafer), area of a good die = π·(d/2)² / (N·Y). The yield is given, or follows from the defect density D:
/// Poisson Y = e^(−A·D), Murphy Y = ((1 − e^(−A·D)) / (A·D))². Factors of the provider are per area of wafer, or per wafer.
/// </remarks>
public sealed record Semiconductor : StageModel
{
    private static readonly Unit SquareCentimetre = Unit.Parse("cm2");
    private static readonly Unit Centimetre = Unit.Parse("cm");
    private static readonly Unit Piece = Unit.Parse("piece");

    /// <summary>Dies.</summary>
    /// <param name="dieArea">A, the area of one die.</param>
    /// <param name="dies">How many good dies are needed.</param>
    /// <param name="yield">Y.</param>
    /// <param name="provider">The process that makes wafer area, or wafers.</param>
    /// <param name="wafer">The wafer; null where the factor of the provider is per area and edges are part of it.</param>
    /// <param name="isPerWafer">Whether the provider makes whole wafers; needs a wafer.</param>
    /// <param name="node">The technology node by its name, such as <c>28 nm</c>; null where it is not known.</param>
    /// <param name="packages">What is needed once for each die: its package; null for none.</param>
    /// <exception cref="InputRefusedException">For every parameter outside its range.</exception>
    public Semiconductor(Quantity dieArea, double dies, DieYield yield, string provider, Quantity? wafer = null, bool isPerWafer = false, string? node = null, StageNeed? packages = null)
    {
        Refuse(Check(dieArea, dies, yield, wafer, isPerWafer));
        DieArea = dieArea;
        Dies = dies;
        Yield = yield;
        Provider = provider;
        Wafer = wafer;
        IsPerWafer = isPerWafer;
        Node = node;
        Packages = packages;
    }

    /// <summary>A, the area of one die.</summary>
    public Quantity DieArea { get; }

    /// <summary>How many good dies are needed.</summary>
    public double Dies { get; }

    /// <summary>The yield.</summary>
    public DieYield Yield { get; }

    /// <summary>The process that makes wafer area, or wafers.</summary>
    public string Provider { get; }

    /// <summary>The diameter of the wafer; null where only area counts.</summary>
    public Quantity? Wafer { get; }

    /// <summary>Whether the provider makes whole wafers.</summary>
    public bool IsPerWafer { get; }

    /// <summary>The technology node by its name.</summary>
    public string? Node { get; }

    /// <summary>What is needed once for each die.</summary>
    public StageNeed? Packages { get; }

    /// <summary>Y: the share of dies that are good.</summary>
    public double GoodShare => Yield.Of(DieArea.In(SquareCentimetre));

    /// <summary>N: the gross dies of a wafer; null without a wafer.</summary>
    public double? GrossDiesPerWafer => Wafer is { } wafer ? GrossDies(wafer.In(Centimetre), DieArea.In(SquareCentimetre)) : null;

    /// <inheritdoc/>
    public override ImmutableArray<StageNeed> Needs
    {
        get
        {
            Quantity amount = GrossDiesPerWafer is { } gross
                ? IsPerWafer ? new Quantity(Dies / (gross * GoodShare), Piece) : new Quantity(Dies * WaferArea(Wafer!.Value.In(Centimetre)) / (gross * GoodShare), SquareCentimetre)
                : new Quantity(Dies * DieArea.In(SquareCentimetre) / GoodShare, SquareCentimetre);
            StageNeed dies = new(amount, Provider);
            return Packages is { } package ? [dies, package.Times(Dies)] : [dies];
        }
    }

    /// <inheritdoc/>
    public override Wording Description
    {
        get
        {
            string node = Node is null ? string.Empty : $", {Node}";
            string wafer = GrossDiesPerWafer is { } gross ? string.Create(CultureInfo.InvariantCulture, $", {gross:G5} / {Wafer}") : string.Empty;
            return new Wording(
                string.Create(CultureInfo.InvariantCulture, $"{Parameter.Text(Dies)} × {DieArea}{node}, yield {GoodShare:G5}{wafer}"),
                string.Create(CultureInfo.InvariantCulture, $"{Parameter.Text(Dies)} × {DieArea}{node}，良率 {GoodShare:G5}{wafer}"));
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<Diagnostic> Remarks
    {
        get
        {
            if (NodeName.Disagreement(Node, Provider, "nm") is { } other)
            {
                yield return Diagnostic.Warning(FindingCode.DefaultAssumed, $"The node is {Node}, and the name of the provider '{Provider}' says {other}.", $"工艺节点为 {Node}，而供应过程 '{Provider}' 的名称为 {other}。") with
                {
                    Next = new Wording("Choose the provider of the node, or say in the source why another stands for it.", "请选择相应节点的供应过程，或在来源中说明替代理由。"),
                };
            }
        }
    }

    /// <summary>What is wrong with the parameters; all faults.</summary>
    public static IEnumerable<ParameterFault> Check(Quantity dieArea, double dies, DieYield yield, Quantity? wafer, bool isPerWafer)
    {
        ArgumentNullException.ThrowIfNull(yield);
        ParameterFault? area = Parameter.Measured(dieArea, SquareCentimetre, "die_area", new Wording("area of the die", "芯片面积"));
        if (area is not null) yield return area.Value;
        if (Parameter.Positive(dies, "dies", new Wording("number of dies", "芯片数量")) is { } count) yield return count;
        if (yield.Check() is { } yieldFault) yield return yieldFault;
        if (isPerWafer && wafer is null)
        {
            yield return new ParameterFault("wafer", Diagnostic.Error(FindingCode.MissingField, "The provider makes whole wafers, and the wafer is not given.", "供应过程以整片晶圆计，而未给出晶圆。") with
            {
                Expected = new Wording("the diameter of the wafer, such as 300 mm", "晶圆直径，例如 300 mm"),
            });
        }

        if (wafer is not { } given) yield break;
        if (Parameter.Measured(given, Centimetre, "wafer", new Wording("diameter of the wafer", "晶圆直径")) is { } diameter) yield return diameter;
        else if (area is null && GrossDies(given.In(Centimetre), dieArea.In(SquareCentimetre)) < 1)
        {
            yield return new ParameterFault("wafer", Parameter.OutOfRange(given.ToString(), new Wording("wafer for such a die", "该芯片所用晶圆"), new Wording("a wafer that holds at least one die", "至少容纳一个芯片的晶圆")));
        }
    }

    private static double WaferArea(double diameter) => Math.PI * diameter * diameter / 4;

    private static double GrossDies(double diameter, double area) => (WaferArea(diameter) / area) - (Math.PI * diameter / Math.Sqrt(2 * area));
}

/// <summary>The yield of dies: given, or from the defect density by a model.</summary>
/// <param name="Model">Where the yield comes from.</param>
/// <param name="Value">Y itself, or the defects per cm2.</param>
public sealed record DieYield(DieYieldModel Model, double Value)
{
    /// <summary>A given yield.</summary>
    public static DieYield Given(double yield) => new(DieYieldModel.Given, yield);

    /// <summary>Y for a die of an area in cm2.</summary>
    public double Of(double area)
    {
        double defects = area * Value;
        return Model switch
        {
            DieYieldModel.Poisson => Math.Exp(-defects),
            DieYieldModel.Murphy => defects == 0 ? 1 : Math.Pow(-double.ExpM1(-defects) / defects, 2),
            _ => Value,
        };
    }

    /// <summary>What is wrong with the value; null when nothing is.</summary>
    public ParameterFault? Check() => Model == DieYieldModel.Given
        ? Parameter.Yield(Value, "yield", new Wording("yield of the dies", "芯片良率"))
        : Parameter.NotNegative(Value, "defect_density", new Wording("defect density", "缺陷密度"));
}

/// <summary>Where a yield comes from.</summary>
public enum DieYieldModel : byte
{
    /// <summary>It is given.</summary>
    Given = 0,

    /// <summary>Y = e^(−A·D).</summary>
    Poisson = 1,

    /// <summary>Y = ((1 − e^(−A·D)) / (A·D))².</summary>
    Murphy = 2,
}
