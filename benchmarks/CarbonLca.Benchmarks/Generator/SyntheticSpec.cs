namespace CarbonLca.Benchmarks.Generator;

/// <summary>A description from which <see cref="SyntheticSystem.Generate"/> makes one system, always the same.</summary>
/// <param name="Name">What results call the system.</param>
/// <param name="Seed">Seed of every random number.</param>
internal abstract record SyntheticSpec(string Name, ulong Seed);

/// <summary>A process database: electricity grids that trade, products with regional variants and markets, hubs, waste treatment.</summary>
/// <param name="Name">What results call the system.</param>
/// <param name="Seed">Seed of every random number.</param>
/// <param name="ProcessCount">Number of processes n.</param>
/// <remarks>
/// <para>
/// Let w_ij be the share of the inputs from i in the value of what j makes, and p the prices. The physical coefficients
/// are a_ij = w_ij·p_j / p_i, so A = P⁻¹·W·P is similar to W: value shares alone decide the spectral radius, prices alone
/// the decades over which coefficients spread.
/// </para>
/// <para>
/// The proportions follow published descriptions of large unit-process databases (number of processes and exchanges, the
/// share of the largest strongly connected component, the spread of coefficients); no licensed data were used.
/// </para>
/// </remarks>
internal sealed record ProcessSystemSpec(string Name, ulong Seed, int ProcessCount) : SyntheticSpec(Name, Seed)
{
    /// <summary>Share of the processes that belong to electricity grids: producers and the three voltage levels.</summary>
    public double ElectricityShare { get; init; } = 0.25;

    /// <summary>Electricity producers in each grid.</summary>
    public int ProducersPerGrid { get; init; } = 22;

    /// <summary>Share of the processes that treat waste.</summary>
    public double WasteShare { get; init; } = 0.09;

    /// <summary>Share of the processes that the rest of the economy depends on, directly or not.</summary>
    public double CoreShare { get; init; } = 0.565;

    /// <summary>Mean number of inputs in a recipe besides electricity, hubs and waste.</summary>
    public double RecipeInputs { get; init; } = 7.9;

    /// <summary>Share of the recipes that use the most popular hub; the k-th of them is used by 1/(1 + k/3) of that.</summary>
    public double HubShare { get; init; } = 0.07;

    /// <summary>Share of the inputs that name a regional variant and not the market; what fills the factors of an LU.</summary>
    public double DirectSupplyShare { get; init; } = 0.02;

    /// <summary>Common factor of all value shares; the spectral radius is proportional to it.</summary>
    public double ValueShareFactor { get; init; } = 0.979;

    /// <summary>Standard deviation of product prices in decades.</summary>
    public double PriceDecades { get; init; } = 0.4;

    /// <summary>Number of elementary flows.</summary>
    public int ElementaryFlowCount { get; init; } = 2000;

    /// <summary>Mean number of elementary flows without climate factor in the processes that have any.</summary>
    public double ElementaryFlowsPerProcess { get; init; } = 21.7;

    /// <summary>Factor of the frequencies of flows with climate factor.</summary>
    public double ClimateFlowFrequency { get; init; } = 0.97;
}

/// <summary>An input-output table: sectors that buy from nearly all others, in money.</summary>
/// <param name="Name">What results call the table.</param>
/// <param name="Seed">Seed of every random number.</param>
/// <param name="SectorCount">Number of sectors.</param>
/// <param name="Density">Share of the coefficients that are not 0.</param>
internal sealed record InputOutputSpec(string Name, ulong Seed, int SectorCount, double Density) : SyntheticSpec(Name, Seed)
{
    /// <summary>Least share of intermediate inputs in a sector's output.</summary>
    public double LeastInputShare { get; init; } = 0.25;

    /// <summary>Largest share of intermediate inputs in a sector's output.</summary>
    public double LargestInputShare { get; init; } = 0.75;
}
