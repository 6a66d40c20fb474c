using CarbonLca.Assessment;
using CarbonLca.Systems;

namespace CarbonLca.Sensitivity;

/// <summary>The footprints of all products after a change.</summary>
public sealed class WhatIfFootprints
{
    private readonly double[] _values;

    internal WhatIfFootprints(ProductSystem system, double[] values, double backwardError, double denominator)
    {
        System = system;
        _values = values;
        BackwardError = backwardError;
        Denominator = denominator;
        IsUpdated = true;
    }

    private WhatIfFootprints(ProductFootprints solved, double[] values)
    {
        System = solved.Solver.System;
        _values = values;
        BackwardError = solved.Proof.BackwardError;
        Denominator = 1;
        KeepsStructure = solved.Solver.KeepsStructure;
    }

    /// <summary>The changed system: the same columns and products, other entries. Its database remains the one it was linked from.</summary>
    public ProductSystem System { get; }

    /// <summary>Whether they were updated from the footprints before the change; otherwise the changed system was solved anew.</summary>
    public bool IsUpdated { get; }

    /// <summary>
    /// Whether the changed system, when it was solved anew, was solved with the order, loops and places found before the change; they serve
    /// as long as no entry of A is new.
    /// </summary>
    public bool KeepsStructure { get; }

    /// <summary>The componentwise backward error of the result in the changed system (Oettli &amp; Prager 1964).</summary>
    public double BackwardError { get; }

    /// <summary>The smallest pivot of the update, relative to its terms: 1 without any cancellation. 1 when the system was solved anew.</summary>
    public double Denominator { get; }

    /// <summary>The footprint of one reference unit of what a column supplies, or of treating one reference unit of its waste.</summary>
    public double this[int column, int category] => _values[(category * System.Columns.Length) + column];

    /// <summary>The footprints of all columns in one category, in column order.</summary>
    public ReadOnlySpan<double> Category(int category)
    {
        int n = System.Columns.Length;
        return _values.AsSpan(category * n, n);
    }

    /// <summary>The impact of a demand in one category.</summary>
    public double Of(Demand demand, int category)
    {
        ArgumentNullException.ThrowIfNull(demand);
        CompensatedSum sum = default;
        foreach ((int column, double amount) in demand.Resolve(System)) sum.Add(amount * this[column, category]);
        return sum.Value;
    }

    internal static WhatIfFootprints Solved(ProductFootprints solved)
    {
        double[] values = new double[solved.Direct.CategoryCount * solved.Solver.System.Columns.Length];
        for (int k = 0; k < solved.Direct.CategoryCount; k++) solved.Category(k).CopyTo(values.AsSpan(k * solved.Solver.System.Columns.Length));
        return new WhatIfFootprints(solved, values);
    }
}
