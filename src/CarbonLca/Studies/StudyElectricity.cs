using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Quantities;

namespace CarbonLca.Studies;

/// <summary>The electricity that a study accounts for itself (REQ-60…66, REQ-74). Lines name an account or a grid as their provider.</summary>
public sealed record StudyElectricity
{
    /// <summary>The factors: the bundled ones and those of the study.</summary>
    public required GridFactorTable Table { get; init; }

    /// <summary>What the standards leave open.</summary>
    public ElectricityRules Rules { get; init; } = ElectricityRules.Default;

    /// <summary>Whether the result goes by location; by market, the order of REQ-61, unless a scenario says otherwise.</summary>
    public bool IsLocationBased { get; init; }

    /// <summary>The accounts.</summary>
    public ImmutableArray<StudyElectricityAccount> Accounts { get; init; } = [];

    /// <summary>The grids: electricity of an area in one year or along the years of a life.</summary>
    public ImmutableArray<StudyGrid> Grids { get; init; } = [];

    /// <summary>Where it stands.</summary>
    public SourcePosition? Where { get; init; }

    /// <summary>The names that lines may use as providers.</summary>
    public IEnumerable<Located<string>> Names => Accounts.Select(a => a.Id).Concat(Grids.Select(g => g.Id));

    /// <summary>Whether anything is known of contracts, so that both accounts are reported (REQ-64).</summary>
    public bool HasMarketData => Accounts.Any(a => !a.Plants.IsEmpty || !a.Instruments.IsEmpty || a.Residual is not null);
}

/// <summary>Where a study says electricity is taken from: a process of the background, a factor of its own, or a factor of the table.</summary>
/// <param name="Where">Where it stands.</param>
public abstract record ElectricitySource(SourcePosition? Where);

/// <summary>A process of the background.</summary>
/// <param name="ProcessId">Its id.</param>
public sealed record ProcessSource(Located<string> ProcessId) : ElectricitySource(ProcessId.Where);

/// <summary>A factor that the study gives itself, or computes from a market's total and claims (REQ-66).</summary>
/// <param name="Factor">The factor.</param>
/// <param name="Where">Where it stands.</param>
public sealed record FactorSource(GridFactor Factor, SourcePosition? Where = null) : ElectricitySource(Where);

/// <summary>A factor of the table.</summary>
/// <param name="Query">Which factor.</param>
/// <param name="Where">Where it stands.</param>
public sealed record TableSource(GridFactorQuery Query, SourcePosition? Where = null) : ElectricitySource(Where);

/// <summary>An electricity account as the study declares it; see <see cref="ElectricityAccount"/> for what the members mean.</summary>
public sealed record StudyElectricityAccount
{
    /// <summary>The name lines use as their provider.</summary>
    public required Located<string> Id { get; init; }

    /// <summary>Who consumes.</summary>
    public required string Consumer { get; init; }

    /// <summary>Where: code or name of an area.</summary>
    public required Located<string> Area { get; init; }

    /// <summary>The period of consumption.</summary>
    public required Located<StudyPeriod> Period { get; init; }

    /// <summary>All electricity used in the period.</summary>
    public required Located<Quantity> Consumption { get; init; }

    /// <summary>Own plants and direct lines.</summary>
    public ImmutableArray<StudyPlant> Plants { get; init; } = [];

    /// <summary>Contractual instruments; their own provider stands in <see cref="StudyInstrument.Source"/>.</summary>
    public ImmutableArray<StudyInstrument> Instruments { get; init; } = [];

    /// <summary>The residual mix; null to look for one in the table.</summary>
    public ElectricitySource? Residual { get; init; }

    /// <summary>Markets interconnected with that of the area.</summary>
    public ImmutableArray<string> InterconnectedMarkets { get; init; } = [];

    /// <summary>Where it stands.</summary>
    public SourcePosition? Where { get; init; }
}

/// <summary>A plant of an account.</summary>
/// <param name="Id">Its identity in the account.</param>
/// <param name="IsOwn">Whether it is the consumer's own; otherwise a supplier on a direct line.</param>
/// <param name="Amount">How much of its electricity the account uses.</param>
/// <param name="Source">The data of the plant.</param>
/// <param name="IsInstrumentSold">Whether instruments for it were sold; null for unknown.</param>
public sealed record StudyPlant(string Id, bool IsOwn, Located<Quantity> Amount, ElectricitySource Source, bool? IsInstrumentSold);

/// <summary>A contractual instrument of an account.</summary>
/// <param name="Id">Its identity in the account.</param>
/// <param name="Source">The electricity it is for.</param>
/// <param name="Make">Makes the instrument once its provider is known.</param>
/// <param name="Where">Where it stands.</param>
public sealed record StudyInstrument(string Id, ElectricitySource Source, Func<ElectricityProvider, ContractualInstrument> Make, SourcePosition? Where = null);

/// <summary>Electricity of the grid of an area, in one year or along the years of a life (REQ-74).</summary>
public sealed record StudyGrid
{
    /// <summary>The name lines use as their provider.</summary>
    public required Located<string> Id { get; init; }

    /// <summary>Where; null where every year names its own source.</summary>
    public Located<string>? Area { get; init; }

    /// <summary>The calendar year in which use begins.</summary>
    public required Located<int> FirstYear { get; init; }

    /// <summary>How long it is used.</summary>
    public required Located<Quantity> Lifetime { get; init; }

    /// <summary>How it is generated; the mix unless said otherwise.</summary>
    public GenerationType Generation { get; init; }

    /// <summary>The scope of the factors, where another than that of product footprints is asked for.</summary>
    public FactorScope? Scope { get; init; }

    /// <summary>The source of single years; empty to take the table's.</summary>
    public ImmutableSortedDictionary<int, ElectricitySource> Years { get; init; } = ImmutableSortedDictionary<int, ElectricitySource>.Empty;

    /// <summary>The energy of single years, where it changes over the life; empty for the same in each.</summary>
    public ImmutableSortedDictionary<int, Quantity> Energy { get; init; } = ImmutableSortedDictionary<int, Quantity>.Empty;

    /// <summary>Where the grid stands in its file.</summary>
    public SourcePosition? Where { get; init; }
}
