namespace CarbonLca.Diagnostics;

/// <summary>What kind of fault or remark a <see cref="Diagnostic"/> is about; stable names for machines.</summary>
public enum FindingCode
{
    /// <summary>Two quantities of different dimension met where one unit was needed.</summary>
    UnitMismatch,

    /// <summary>A unit symbol that neither the catalogue nor the package defines.</summary>
    UnknownUnit,

    /// <summary>A flow identifier or name that the data do not contain.</summary>
    UnknownFlow,

    /// <summary>A process identifier that the data do not contain.</summary>
    UnknownProcess,

    /// <summary>A product that no process of the system supplies.</summary>
    UnknownProduct,

    /// <summary>A method, category or data set name that does not exist.</summary>
    UnknownName,

    /// <summary>A greenhouse gas or activity for which no factor exists.</summary>
    MissingFactor,

    /// <summary>An input that no process supplies.</summary>
    UnlinkedInput,

    /// <summary>An input that several processes could supply.</summary>
    AmbiguousProvider,

    /// <summary>A negative number where only zero or more makes sense.</summary>
    NegativeNotAllowed,

    /// <summary>A number outside its permitted range.</summary>
    OutOfRange,

    /// <summary>NaN, an infinity, or a number too large for a double.</summary>
    NotFinite,

    /// <summary>A text that should be a number and is not.</summary>
    NotANumber,

    /// <summary>A loop of processes that consumes at least as much of its product as it makes.</summary>
    CycleNotSolvable,

    /// <summary>The technosphere has no unique solution.</summary>
    SingularSystem,

    /// <summary>The solution is less certain than the engine accepts.</summary>
    IllConditioned,

    /// <summary>Allocation factors that do not sum to one, or lie outside [0, 1].</summary>
    AllocationSum,

    /// <summary>A co-product whose burden was assigned by rule.</summary>
    Allocated,

    /// <summary>A life-cycle stage or process that the declared boundary needs and the study lacks.</summary>
    BoundaryIncomplete,

    /// <summary>The same burden counted twice.</summary>
    DoubleCount,

    /// <summary>A period that ends before it begins.</summary>
    DateOrder,

    /// <summary>A mandatory field or column that is not there.</summary>
    MissingField,

    /// <summary>A field or column that the format does not know.</summary>
    UnknownField,

    /// <summary>Two items that claim the same identity.</summary>
    Duplicate,

    /// <summary>A document that does not follow its schema or syntax.</summary>
    SchemaInvalid,

    /// <summary>Bytes that are not the encoding the format demands.</summary>
    EncodingInvalid,

    /// <summary>A file that ends before its content does.</summary>
    Truncated,

    /// <summary>Content that tries to leave its folder, expand without bound, or reach another resource.</summary>
    Unsafe,

    /// <summary>A size, count or depth above the set limit.</summary>
    LimitExceeded,

    /// <summary>Something the format allows and this version does not read.</summary>
    NotSupported,

    /// <summary>A distribution whose parameters describe no random quantity.</summary>
    DegenerateDistribution,

    /// <summary>A greenhouse gas whose origin (fossil, biogenic, land use) the data do not state.</summary>
    OriginUnknown,

    /// <summary>A CO2-equivalent figure whose set of global warming potentials is not stated.</summary>
    GwpSetUnknown,

    /// <summary>A factor that covers less than the footprint needs, for instance combustion only.</summary>
    ScopeOfFactor,

    /// <summary>A value that was not given and was taken by a stated rule.</summary>
    DefaultAssumed,

    /// <summary>An end of life or a stage that is credited with more than it causes.</summary>
    NetCredit,

    /// <summary>A contractual instrument for electricity that fails a test of validity.</summary>
    InstrumentInvalid,

    /// <summary>Footprints that differ in something they must agree in to be compared.</summary>
    NotComparable,

    /// <summary>Factors of different scope, kind or year used together.</summary>
    MixedFactors,

    /// <summary>A fault of the data that was repaired without doubt.</summary>
    Repaired,

    /// <summary>A summary of what was read.</summary>
    Summary,

    /// <summary>A program that is needed is not installed.</summary>
    MissingTool,

    /// <summary>Bytes are not those a digest was taken of.</summary>
    DigestMismatch,

    /// <summary>A process under the study's control that secondary data describe, without a reason.</summary>
    SecondaryData,

    /// <summary>What was left out is more than the declared criteria permit, or cannot be assessed.</summary>
    CutOff,

    /// <summary>A process that gives out another mass or energy than it takes in.</summary>
    Imbalance,

    /// <summary>Data used outside the time they are valid for.</summary>
    Expired,

    /// <summary>Emissions or removals so late in a product's life that their timing is stated.</summary>
    Timing,
}
