using System.Globalization;
using CarbonLca.Methods;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Assessment;

/// <summary>The impacts of a demand: h = C·g, one number per category.</summary>
/// <remarks>Called category indicator result by ISO 14044, score by Brightway.</remarks>
public sealed class ImpactResult
{
    private readonly double[] _values;

    internal ImpactResult(Inventory inventory, DirectImpacts direct)
    {
        ArgumentNullException.ThrowIfNull(direct);
        if (!ReferenceEquals(direct.System, inventory.Supply.Solver.System)) throw new ArgumentException("The direct impacts belong to another system.", nameof(direct));
        Inventory = inventory;
        Direct = direct;
        _values = new double[direct.CategoryCount];
        for (int k = 0; k < _values.Length; k++)
        {
            CompensatedSum sum = default;
            for (int j = 0; j < inventory.Supply.Values.Length; j++) sum.Add(direct.Of(j)[k] * inventory.Supply[j]);
            _values[k] = sum.Value;
        }

        AmountOverflowException.Guard(_values, "the impacts of the demand");
    }

    /// <summary>The inventory it characterises.</summary>
    public Inventory Inventory { get; }

    /// <summary>The direct impacts of each process.</summary>
    public DirectImpacts Direct { get; }

    /// <summary>The supply behind it.</summary>
    public Supply Supply => Inventory.Supply;

    /// <summary>The method.</summary>
    public ImpactMethod Method => Direct.Characterization.Method;

    /// <summary>The impacts, in the order of the method's categories.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The impact in one category.</summary>
    public double this[int category] => _values[category];

    /// <summary>The impact in the category with a code.</summary>
    /// <exception cref="ArgumentException">The method has no such category.</exception>
    public double this[string code] => Method.FindCategory(code) is >= 0 and int category
        ? _values[category]
        : throw new ArgumentException($"Method '{Method.Id}' has no category '{code}'; it has {string.Join(", ", Method.Categories.Select(c => c.Code))}.", nameof(code));

    /// <summary>What each process causes by itself, in one category; sums to the impact. Index: column.</summary>
    public double[] ByProcess(int category)
    {
        double[] parts = new double[Supply.Values.Length];
        for (int j = 0; j < parts.Length; j++) parts[j] = Direct.Of(j)[category] * Supply[j];
        return parts;
    }

    /// <summary>What each elementary flow causes, in one category; sums to the impact. Index: row of B.</summary>
    public double[] ByFlow(int category)
    {
        CscMatrix b = Direct.System.Biosphere;
        double[] parts = new double[b.RowCount];
        double[] impact = new double[Direct.CategoryCount];
        for (int j = 0; j < b.ColumnCount; j++)
        {
            if (Supply[j] == 0) continue;
            string? location = Direct.System.Database.Processes.Location(Direct.System.Columns[j].Process);
            for (int p = b.ColumnStarts[j]; p < b.ColumnStarts[j + 1]; p++)
            {
                int row = b.RowIndices[p];
                Array.Clear(impact);
                Direct.Characterization.AddTo(Direct.System.ElementaryFlows[row], b.Values[p] * Supply[j], location, impact);
                parts[row] += impact[category];
            }
        }

        return parts;
    }

    /// <summary>Every category with its unit, separated by commas: <c>120 kg CO2e</c>.</summary>
    public override string ToString() =>
        string.Join(", ", Method.Categories.Select((c, k) => string.Create(CultureInfo.InvariantCulture, $"{_values[k]:R} {c.Unit}")));
}
