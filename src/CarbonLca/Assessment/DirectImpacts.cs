using CarbonLca.Methods;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Systems;

namespace CarbonLca.Assessment;

/// <summary>The impact each process causes by itself, per process as its data set describes it: D = C·B.</summary>
/// <remarks>Shape: columns of the system by categories. Uses the factor for the location of the process where the method has one.</remarks>
public sealed class DirectImpacts
{
    private readonly double[] _values;

    private DirectImpacts(ProductSystem system, Characterization characterization, double[] values)
    {
        System = system;
        Characterization = characterization;
        _values = values;
    }

    /// <summary>The system.</summary>
    public ProductSystem System { get; }

    /// <summary>The method matched to its flows.</summary>
    public Characterization Characterization { get; }

    /// <summary>How many categories there are.</summary>
    public int CategoryCount => Characterization.Method.Categories.Length;

    /// <summary>Characterises every column of B.</summary>
    /// <exception cref="AmountOverflowException">An impact exceeds the range of a double.</exception>
    public static DirectImpacts Of(ProductSystem system, Characterization characterization)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(characterization);
        if (!ReferenceEquals(system.Database, characterization.Database)) throw new ArgumentException("The characterisation was matched to another database than the system's.", nameof(characterization));
        int categories = characterization.Method.Categories.Length;
        double[] values = new double[system.Columns.Length * categories];
        CscMatrix b = system.Biosphere;
        for (int j = 0; j < system.Columns.Length; j++)
        {
            Span<double> impact = values.AsSpan(j * categories, categories);
            string? location = system.Database.Processes.Location(system.Columns[j].Process);
            for (int p = b.ColumnStarts[j]; p < b.ColumnStarts[j + 1]; p++)
                characterization.AddTo(system.ElementaryFlows[b.RowIndices[p]], b.Values[p], location, impact);
        }

        return new DirectImpacts(system, characterization, AmountOverflowException.Guard(values, "the direct impacts of the processes"));
    }

    /// <summary>The direct impact of one column in every category.</summary>
    public ReadOnlySpan<double> Of(int column) => _values.AsSpan(column * CategoryCount, CategoryCount);
}
