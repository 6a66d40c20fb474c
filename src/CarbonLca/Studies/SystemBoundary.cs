using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Studies;

/// <summary>Which part of a product's life a study declares to cover (REQ-14).</summary>
public enum SystemBoundary
{
    /// <summary>The whole life: all five stages. The only boundary of a full product carbon footprint.</summary>
    CradleToGrave,

    /// <summary>Raw materials and production, up to the gate of the producer. A partial footprint.</summary>
    CradleToGate,

    /// <summary>Any part of the life that the study describes. A partial footprint.</summary>
    GateToGate,
}

/// <summary>Keys, names and stages of <see cref="SystemBoundary"/>.</summary>
public static class SystemBoundaries
{
    /// <summary>All boundaries, the fullest first.</summary>
    public static IReadOnlyList<SystemBoundary> All { get; } = [SystemBoundary.CradleToGrave, SystemBoundary.CradleToGate, SystemBoundary.GateToGate];

    /// <summary>The key used in files.</summary>
    public static string Key(this SystemBoundary boundary) => boundary switch
    {
        SystemBoundary.CradleToGate => "cradle-to-gate",
        SystemBoundary.GateToGate => "gate-to-gate",
        _ => "cradle-to-grave",
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this SystemBoundary boundary) => boundary switch
    {
        SystemBoundary.CradleToGate => new Wording("cradle to gate", "从摇篮到大门"),
        SystemBoundary.GateToGate => new Wording("gate to gate", "从大门到大门"),
        _ => new Wording("cradle to grave", "从摇篮到坟墓"),
    };

    /// <summary>The stages a study with this boundary must describe.</summary>
    public static IReadOnlyList<LifeCycleStage> RequiredStages(this SystemBoundary boundary) => boundary switch
    {
        SystemBoundary.CradleToGrave => LifeCycleStages.All,
        SystemBoundary.CradleToGate => [LifeCycleStage.RawMaterials],
        _ => [],
    };

    /// <summary>The stages a study with this boundary may describe.</summary>
    public static IReadOnlyList<LifeCycleStage> PermittedStages(this SystemBoundary boundary) => boundary switch
    {
        SystemBoundary.CradleToGate => [LifeCycleStage.RawMaterials, LifeCycleStage.Production],
        _ => LifeCycleStages.All,
    };
}
