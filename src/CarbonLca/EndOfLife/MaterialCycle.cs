using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.EndOfLife;

/// <summary>The shares, qualities and allocation factors of one material over its cycle: R1, R2, R3, A, B, QSin/Qp, QSout/Qp (REQ-33).</summary>
/// <remarks>
/// Symbols as in the Circular Footprint Formula of the Product Environmental Footprint (Zampori and Pant 2019, EUR 29682,
/// equation 3). What is not given takes the default of its property, and <see cref="EndOfLifeMethod.Remarks"/> says so.
/// </remarks>
public sealed record MaterialCycle
{
    /// <summary>A where the material's value is not known.</summary>
    public const double DefaultAllocationFactor = 0.5;

    /// <summary>How far shares of decimals may miss their sum by rounding.</summary>
    internal const double Rounding = 1e-12;

    /// <summary>The cycle of a material.</summary>
    /// <param name="recycledContent">R1: the share of the input that is recycled material; 0 to 1.</param>
    /// <param name="recyclingRate">R2: the share that is recycled or reused at the end of life; 0 to 1.</param>
    /// <param name="energyRecoveryRate">R3: the share that is burnt for energy at the end of life; 0 to 1, R2 + R3 at most 1.</param>
    /// <param name="allocationFactor">A: how burdens and credits are shared between supplier and user of recyclate; 0 to 1; null for 0.5.</param>
    /// <param name="energyAllocationFactor">B: the share of energy recovery that the user of the energy bears; 0 to 1; null for 0.</param>
    /// <param name="qualityIn">QSin/Qp: the quality of the ingoing recyclate over that of virgin material; greater than 0; null for 1.</param>
    /// <param name="qualityOut">QSout/Qp: the quality of the outgoing recyclate over that of virgin material; greater than 0; null for 1.</param>
    /// <param name="energy">What energy recovery gives; null where no energy is credited.</param>
    /// <exception cref="InputRefusedException">For every parameter outside its range.</exception>
    public MaterialCycle(
        double recycledContent,
        double recyclingRate,
        double energyRecoveryRate,
        double? allocationFactor = null,
        double? energyAllocationFactor = null,
        double? qualityIn = null,
        double? qualityOut = null,
        EnergyContent? energy = null)
    {
        Diagnostic[] faults = [.. Check(recycledContent, recyclingRate, energyRecoveryRate, allocationFactor, energyAllocationFactor, qualityIn, qualityOut)];
        if (faults.Length > 0) throw new InputRefusedException(faults);
        RecycledContent = recycledContent;
        RecyclingRate = recyclingRate;
        EnergyRecoveryRate = energyRecoveryRate;
        GivenAllocationFactor = allocationFactor;
        GivenEnergyAllocationFactor = energyAllocationFactor;
        GivenQualityIn = qualityIn;
        GivenQualityOut = qualityOut;
        Energy = energy;
    }

    /// <summary>R1.</summary>
    public double RecycledContent { get; }

    /// <summary>R2.</summary>
    public double RecyclingRate { get; }

    /// <summary>R3.</summary>
    public double EnergyRecoveryRate { get; }

    /// <summary>1 − R2 − R3: the share that is disposed of.</summary>
    public double DisposalRate => Math.Max(0, 1 - RecyclingRate - EnergyRecoveryRate);

    /// <summary>A: as given, otherwise <see cref="DefaultAllocationFactor"/>.</summary>
    public double AllocationFactor => GivenAllocationFactor ?? DefaultAllocationFactor;

    /// <summary>B: as given, otherwise 0.</summary>
    public double EnergyAllocationFactor => GivenEnergyAllocationFactor ?? 0;

    /// <summary>QSin/Qp: as given, otherwise 1.</summary>
    public double QualityIn => GivenQualityIn ?? 1;

    /// <summary>QSout/Qp: as given, otherwise 1.</summary>
    public double QualityOut => GivenQualityOut ?? 1;

    /// <summary>What energy recovery gives; null where no energy is credited.</summary>
    public EnergyContent? Energy { get; }

    internal double? GivenAllocationFactor { get; }

    internal double? GivenEnergyAllocationFactor { get; }

    internal double? GivenQualityIn { get; }

    internal double? GivenQualityOut { get; }

    /// <summary>The same cycle with another A.</summary>
    /// <exception cref="InputRefusedException">A is out of range.</exception>
    public MaterialCycle WithAllocationFactor(double allocationFactor) =>
        new(RecycledContent, RecyclingRate, EnergyRecoveryRate, allocationFactor, GivenEnergyAllocationFactor, GivenQualityIn, GivenQualityOut, Energy);

    /// <summary>What is wrong with the parameters (REQ-33); all faults.</summary>
    public static IEnumerable<Diagnostic> Check(
        double recycledContent,
        double recyclingRate,
        double energyRecoveryRate,
        double? allocationFactor = null,
        double? energyAllocationFactor = null,
        double? qualityIn = null,
        double? qualityOut = null)
    {
        if (CheckShare(recycledContent, "R1", new Wording("recycled content", "再生料含量")) is { } r1) yield return r1;
        Diagnostic? r2 = CheckShare(recyclingRate, "R2", new Wording("recycling rate", "回收率"));
        if (r2 is not null) yield return r2;
        Diagnostic? r3 = CheckShare(energyRecoveryRate, "R3", new Wording("energy recovery rate", "能量回收率"));
        if (r3 is not null) yield return r3;
        if (r2 is null && r3 is null && recyclingRate + energyRecoveryRate > 1 + Rounding)
        {
            yield return Diagnostic.Error(FindingCode.OutOfRange, "More than all of the material is recycled or burnt for energy.", "回收与能量回收之和超过材料总量。") with
            {
                Found = string.Create(CultureInfo.InvariantCulture, $"R2 + R3 = {recyclingRate + energyRecoveryRate:R}"),
                Expected = new Wording("at most 1", "不大于 1"),
            };
        }

        if (allocationFactor is { } a && CheckShare(a, "A", new Wording("allocation factor", "分配系数")) is { } aFault) yield return aFault;
        if (energyAllocationFactor is { } b && CheckShare(b, "B", new Wording("allocation factor of energy recovery", "能量回收分配系数")) is { } bFault) yield return bFault;
        if (qualityIn is { } qIn && CheckQuality(qIn, "QSin/Qp", new Wording("quality ratio of the ingoing recyclate", "输入再生料质量比")) is { } qInFault) yield return qInFault;
        if (qualityOut is { } qOut && CheckQuality(qOut, "QSout/Qp", new Wording("quality ratio of the outgoing recyclate", "输出再生料质量比")) is { } qOutFault) yield return qOutFault;
    }

    /// <summary>The parameters with their symbols, as a source note reads: <c>R1 = 0.3, R2 = 0.6, …</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"R1 = {RecycledContent:R}, R2 = {RecyclingRate:R}, R3 = {EnergyRecoveryRate:R}, A = {AllocationFactor:R}, B = {EnergyAllocationFactor:R}, QSin/Qp = {QualityIn:R}, QSout/Qp = {QualityOut:R}");

    internal static Diagnostic? CheckShare(double share, string symbol, Wording name) => share is >= 0 and <= 1
        ? null
        : Diagnostic.Error(FindingCode.OutOfRange, $"The {name.En} ({symbol}) is out of range.", $"{name.Zh}（{symbol}）超出范围。") with
        {
            Found = share.ToString("R", CultureInfo.InvariantCulture),
            Expected = new Wording("a share from 0 to 1", "0 到 1 之间的份额"),
            Next = share is > 1 and <= 100 ? new Wording($"If {share:R} % is meant, write {share / 100:R}.", $"如指 {share:R} %，请写 {share / 100:R}。") : null,
        };

    private static Diagnostic? CheckQuality(double ratio, string symbol, Wording name) => double.IsFinite(ratio) && ratio > 0
        ? null
        : Diagnostic.Error(FindingCode.OutOfRange, $"The {name.En} ({symbol}) is out of range.", $"{name.Zh}（{symbol}）超出范围。") with
        {
            Found = ratio.ToString("R", CultureInfo.InvariantCulture),
            Expected = new Wording("a ratio above 0, at most 1", "大于 0 且不大于 1 的比值"),
        };
}
