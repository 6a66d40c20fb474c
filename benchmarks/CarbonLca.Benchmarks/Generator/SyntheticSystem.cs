using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Generator;

/// <summary>A life cycle inventory system that no one owns: A, B and C of A·s = f, g = B·s, h = C·g.</summary>
/// <remarks>
/// Outputs are positive, inputs negative; in B what is taken from the environment is negative. Row i of A is what column
/// i is there for: a product that it supplies (diagonal positive) or a waste that it treats (diagonal negative). With the
/// rows of wastes times -1, A is an M-matrix.
/// </remarks>
internal sealed class SyntheticSystem
{
    internal SyntheticSystem(SyntheticSpec spec, CscMatrix technosphere, CscMatrix biosphere, CscMatrix factors, SyntheticProcess[] processes)
    {
        Spec = spec;
        Technosphere = technosphere;
        Biosphere = biosphere;
        Factors = factors;
        Processes = processes;
    }

    /// <summary>What it was made from.</summary>
    public SyntheticSpec Spec { get; }

    /// <summary>A: products by processes, row i being the reference flow of column i.</summary>
    public CscMatrix Technosphere { get; }

    /// <summary>B: elementary flows by processes.</summary>
    public CscMatrix Biosphere { get; }

    /// <summary>C: impact categories by elementary flows.</summary>
    public CscMatrix Factors { get; }

    /// <summary>What each column stands for.</summary>
    public IReadOnlyList<SyntheticProcess> Processes { get; }

    /// <summary>The system a specification describes: the same for the same specification, on every platform.</summary>
    public static SyntheticSystem Generate(SyntheticSpec spec) => spec switch
    {
        ProcessSystemSpec processes => new ProcessSystemGenerator(processes).Generate(),
        InputOutputSpec table => InputOutputGenerator.Generate(table),
        _ => throw new ArgumentException($"The specification is {spec?.GetType().Name ?? "null"}; expected {nameof(ProcessSystemSpec)} or {nameof(InputOutputSpec)}.", nameof(spec)),
    };

    /// <summary>H = C·B: the direct impacts of one run of each process, category by category, each <c>ColumnCount</c> long.</summary>
    public double[] DirectImpacts()
    {
        int n = Biosphere.ColumnCount;
        double[] impacts = new double[Factors.RowCount * n];
        for (int j = 0; j < n; j++)
        {
            for (int p = Biosphere.ColumnStarts[j]; p < Biosphere.ColumnStarts[j + 1]; p++)
            {
                int flow = Biosphere.RowIndices[p];
                for (int q = Factors.ColumnStarts[flow]; q < Factors.ColumnStarts[flow + 1]; q++)
                    impacts[(Factors.RowIndices[q] * n) + j] += Factors.Values[q] * Biosphere.Values[p];
            }
        }
        return impacts;
    }
}

/// <summary>What a column of a synthetic system stands for.</summary>
/// <param name="Role">What kind of process it is.</param>
/// <param name="Family">Which product or waste it is there for; processes of one family offer the same flow.</param>
/// <param name="Region">Where it takes place; -1 for the whole world.</param>
internal readonly record struct SyntheticProcess(ProcessRole Role, int Family, int Region);

/// <summary>Kinds of processes.</summary>
internal enum ProcessRole
{
    /// <summary>Makes a product, or electricity at high voltage.</summary>
    Production,

    /// <summary>Mixes what regional producers supply.</summary>
    Market,

    /// <summary>Treats a waste.</summary>
    Treatment,

    /// <summary>Distributes a waste among treatments.</summary>
    WasteMarket,

    /// <summary>Brings electricity to a lower voltage.</summary>
    Transformation,

    /// <summary>A sector of an input-output table.</summary>
    Sector,
}
