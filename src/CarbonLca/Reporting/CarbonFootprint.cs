using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Reporting.Interpretations;
using CarbonLca.Reporting.Quality;
using CarbonLca.Studies;

namespace CarbonLca.Reporting;

/// <summary>The footprint of a product with all that belongs to it: the one object from which every report, file and answer is made.</summary>
/// <remarks>
/// <para>
/// Made by <see cref="FootprintCalculator"/>, or read back from a result file. Either way it is handed out only after
/// <see cref="Verify"/> found that stages, items, processes, flows and gas groups each sum to the total (REQ-22, REQ-53).
/// </para>
/// <para>Values are in the units of <see cref="Categories"/>, per <see cref="Unit"/>, in the order of the categories. One of them is the headline.</para>
/// </remarks>
public sealed record CarbonFootprint
{
    /// <summary>The id of the study, or of the process whose product it is.</summary>
    public required string Id { get; init; }

    /// <summary>The title of the study, or the name of the process.</summary>
    public required Wording Title { get; init; }

    /// <summary>Where the process takes place, for a product of a database; null where the data do not say.</summary>
    public string? Location { get; init; }

    /// <summary>The study it belongs to; null for a product of a database.</summary>
    public Study? Study { get; init; }

    /// <summary>What all values are per: the functional unit of a study, the declared unit of a product.</summary>
    public required FootprintUnit Unit { get; init; }

    /// <summary>The categories of the method.</summary>
    public required ImmutableArray<ImpactCategory> Categories { get; init; }

    /// <summary>The total in each category.</summary>
    public required ImmutableArray<double> Totals { get; init; }

    /// <summary>The index of the category that the footprint is about: the first in CO2 equivalents, else the first.</summary>
    public required int Headline { get; init; }

    /// <summary>The indices of the categories that add up to the headline; empty when the method is not made that way.</summary>
    public required ImmutableArray<int> GasGroups { get; init; }

    /// <summary>The stages of a study in the order of a product's life; empty for a product of a database.</summary>
    public required ImmutableArray<StageFootprint> Stages { get; init; }

    /// <summary>What each process causes by itself in the headline category, the largest first.</summary>
    public required ImmutableArray<Contribution> Processes { get; init; }

    /// <summary>What each elementary flow causes in the headline category, the largest first.</summary>
    public required ImmutableArray<Contribution> Flows { get; init; }

    /// <summary>The largest paths of the supply chain in the headline category, loops unrolled.</summary>
    public required SupplyTree Chain { get; init; }

    /// <summary>Where the numbers of the processes that take part come from, ascending by process id.</summary>
    public required ImmutableArray<UsedSource> Sources { get; init; }

    /// <summary>What part of the total rests on CO2-equivalent figures whose set of global warming potentials is not stated.</summary>
    public required UnstatedFigures Unstated { get; init; }

    /// <summary>How uncertain it is; null where nothing was sampled.</summary>
    public FootprintUncertainty? Uncertainty { get; init; }

    /// <summary>How well the equations are satisfied.</summary>
    public required FootprintProof Proof { get; init; }

    /// <summary>The method.</summary>
    public required MethodIdentity Method { get; init; }

    /// <summary>The background data.</summary>
    public required DataIdentity Data { get; init; }

    /// <summary>SHA-256 of everything that was computed from, foreground and background together, in canonical order.</summary>
    public required string SystemDigest { get; init; }

    /// <summary>The choices made.</summary>
    public required FootprintOptions Options { get; init; }

    /// <summary>The version of the engine.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>What is cut off and how much that is; null for a product of a database.</summary>
    public CutOffRegister? CutOffs { get; init; }

    /// <summary>The inputs whose better data would narrow the result most; null for a product of a database.</summary>
    public MeasureNext? MeasureNext { get; init; }

    /// <summary>What a reader should know; no errors.</summary>
    public required ImmutableArray<Diagnostic> Findings { get; init; }

    /// <summary>What the greenhouse gases of the inventory weigh, amount by amount, the largest first (REQ-92, REQ-95); empty where a result does not tell.</summary>
    public ImmutableArray<CharacterizedGas> Gases { get; init; } = [];

    /// <summary>The electricity that items of the study take directly, with its factor; empty where none does.</summary>
    public ImmutableArray<ElectricityItem> Electricity { get; init; } = [];

    /// <summary>What the footprint would be with other choices; null when that was not asked.</summary>
    public SensitivitySet? Sensitivity { get; init; }

    /// <summary>The results with one choice made otherwise, side by side with this one.</summary>
    public ImmutableArray<ScenarioFootprint> Scenarios { get; init; } = [];

    /// <summary>The result per unit of what the product gives.</summary>
    public ImmutableArray<IntensityFootprint> Intensities { get; init; } = [];

    /// <summary>The total in the headline category.</summary>
    public double Total => Totals[Headline];

    /// <summary>The unit of the headline category.</summary>
    public string TotalUnit => Categories[Headline].Unit;

    /// <summary>
    /// How many significant digits people are shown: those that the interval from P2.5 to P97.5 supports, or <see cref="Digits.Shown"/>
    /// where nothing was sampled.
    /// </summary>
    public int ShownDigits
    {
        get
        {
            if (Uncertainty?.Categories[Headline].Statistics is not { } statistics) return Digits.Shown;
            return Digits.Supported(Total, statistics.Quantile(0.025).Value, statistics.Quantile(0.975).Value);
        }
    }

    /// <summary>Verifies that every breakdown that is here sums to the total.</summary>
    /// <returns>The largest relative difference.</returns>
    /// <exception cref="InconsistentFootprintException">A breakdown does not.</exception>
    public double Verify()
    {
        FootprintBalance balance = new(Id, Categories, Proof.Solve);
        balance.Verify("processes", Headline, Processes.Select(p => p.Value), Total);
        balance.Verify("elementary flows", Headline, Flows.Select(f => f.Value), Total);
        if (!GasGroups.IsEmpty) balance.Verify("gas groups", Headline, GasGroups.Select(k => Totals[k]), Total);
        for (int k = 0; k < Categories.Length && !Stages.IsEmpty; k++)
        {
            int category = k;
            balance.Verify("stages", k, Stages.Select(s => s.Values[category]), Totals[k]);
            foreach (StageFootprint stage in Stages) balance.Verify($"items of stage {stage.Stage.Key()}", k, stage.Lines.Select(l => l.Values[category]), stage.Values[k]);
        }

        for (int k = 0; k < Categories.Length && Uncertainty is not null; k++) balance.Verify("point value of the samples", k, [Uncertainty.Categories[k].Statistics.Deterministic], Totals[k]);
        balance.Verify("supply chain", Headline, [Chain.Nodes[0].Part.Value], Total);
        if (Sensitivity is { } sensitivity) balance.Verify("baseline of the sensitivity analysis", Headline, [sensitivity.Baseline], Total);
        return balance.Worst;
    }
}

/// <summary>What a footprint is per.</summary>
/// <param name="Text">In words.</param>
/// <param name="Amount">How much.</param>
/// <param name="Unit">The unit of the amount.</param>
public sealed record FootprintUnit(Wording Text, double Amount, string Unit);

/// <summary>One stage of a footprint.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Values">Its part of the total in each category.</param>
/// <param name="Lines">Its items; they sum to it.</param>
public sealed record StageFootprint(LifeCycleStage Stage, ImmutableArray<double> Values, ImmutableArray<LineFootprint> Lines);

/// <summary>One item of a stage.</summary>
/// <param name="Number">Its number in the stage, counted from 1.</param>
/// <param name="Item">What it is.</param>
/// <param name="Quality">How its amount came to be known.</param>
/// <param name="Values">Its part of the total in each category.</param>
public sealed record LineFootprint(int Number, Wording Item, SourceKind Quality, ImmutableArray<double> Values);

/// <summary>An elementary flow of the inventory with its global warming potential: value = amount × factor.</summary>
/// <param name="FlowId">The flow.</param>
/// <param name="Name">Its name.</param>
/// <param name="Compartment">Where it goes.</param>
/// <param name="Amount">How much is given out; below zero for what is taken up.</param>
/// <param name="Unit">The unit of the amount.</param>
/// <param name="Factor">Impact per unit given out; null where it depends on the place.</param>
/// <param name="Source">Where the factor comes from; null where the method does not say.</param>
/// <param name="Value">What it causes in the headline category.</param>
public sealed record CharacterizedGas(string FlowId, Wording Name, string? Compartment, double Amount, string Unit, double? Factor, string? Source, double Value);

/// <summary>Electricity that an item of a study takes directly.</summary>
/// <param name="Stage">The stage of the item.</param>
/// <param name="Number">Its number in the stage.</param>
/// <param name="Item">The item.</param>
/// <param name="SupplierId">The process that supplies it.</param>
/// <param name="Supplier">The name of that process.</param>
/// <param name="Location">Where it takes place.</param>
/// <param name="Amount">How much, for the functional unit.</param>
/// <param name="Unit">The unit of the amount.</param>
/// <param name="Factor">The footprint of one unit in the headline category, with all that is behind it.</param>
public sealed record ElectricityItem(LifeCycleStage Stage, int Number, Wording Item, string SupplierId, Wording Supplier, string? Location, double Amount, string Unit, double Factor)
{
    /// <summary>What it brings in the headline category.</summary>
    public double Value => Amount * Factor;
}

/// <summary>Where the numbers of one process come from.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="Name">Its name.</param>
/// <param name="Location">Where it takes place.</param>
/// <param name="Value">What it causes by itself in the headline category.</param>
/// <param name="Provenance">Source, year, region, set of potentials and confidence.</param>
public sealed record UsedSource(string ProcessId, Wording Name, string? Location, double Value, Provenance Provenance);

/// <summary>CO2-equivalent figures whose set of global warming potentials is not stated (REQ-40).</summary>
/// <param name="Count">How many processes bring such figures.</param>
/// <param name="Value">What they cause in the headline category.</param>
public readonly record struct UnstatedFigures(int Count, double Value);

/// <summary>How well the equations behind a footprint are satisfied, and how they were solved.</summary>
/// <param name="Solve">Backward error, condition and refinements.</param>
/// <param name="LoopGain">The largest loop gain of the system: 0 without loops, below 1 always.</param>
/// <param name="HasCredits">Whether some process makes production elsewhere unnecessary.</param>
/// <param name="ProcessCount">How many columns the system has.</param>
/// <param name="UsedCount">How many of them run.</param>
/// <param name="Imbalance">The largest relative difference between the total and the sum of any breakdown.</param>
/// <param name="Solver">The way the equations were solved, and why.</param>
public sealed record FootprintProof(SolveProof Solve, double LoopGain, bool HasCredits, int ProcessCount, int UsedCount, double Imbalance, SolverChoice Solver);

/// <summary>Which method a footprint was made with.</summary>
/// <param name="Id">The name it is asked for by.</param>
/// <param name="Name">The name people read.</param>
/// <param name="Digest">SHA-256 of its files; empty when it was made in code.</param>
public sealed record MethodIdentity(string Id, string Name, string Digest);

/// <summary>Which background data a footprint was made with.</summary>
/// <param name="Name">What people call them.</param>
/// <param name="Version">Their version; null where unknown.</param>
/// <param name="Digest">SHA-256 of their content in canonical order.</param>
public sealed record DataIdentity(string Name, string? Version, string Digest);

/// <summary>The choices a footprint was made by, as the command line names them.</summary>
/// <param name="Allocation">How burdens were shared among co-products.</param>
/// <param name="Providers">How providers were chosen where the data name none.</param>
/// <param name="Unlinked">What became of inputs without provider.</param>
/// <param name="UnknownOrigin">What became of CO2 and CH4 of unknown origin.</param>
/// <param name="Solver">The way to solve that was asked for.</param>
public sealed record FootprintOptions(string Allocation, string Providers, string Unlinked, string UnknownOrigin, string Solver);
