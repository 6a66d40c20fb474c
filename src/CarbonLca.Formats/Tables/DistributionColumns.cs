using CarbonLca.Model;

namespace CarbonLca.Formats.Tables;

/// <summary>Whether a kind of distribution uses a column.</summary>
internal enum ColumnUse
{
    /// <summary>It has no meaning; a value in it is reported.</summary>
    Unused = 0,

    /// <summary>It may be blank.</summary>
    Optional,

    /// <summary>It must be filled.</summary>
    Required,
}

/// <summary>How a kind of distribution is written in the tables format.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Word">Its word in the column <c>distribution</c>.</param>
/// <param name="Scale">Use of the column <c>scale</c>.</param>
/// <param name="Shape">Use of the column <c>shape</c>.</param>
/// <param name="Ends">Use of <c>minimum</c> and <c>maximum</c>; optional ones truncate or say where the distribution begins.</param>
internal sealed record DistributionColumns(UncertaintyKind Kind, string Word, ColumnUse Scale, ColumnUse Shape, ColumnUse Ends)
{
    /// <summary>All kinds, in the order of their numbers.</summary>
    public static IReadOnlyList<DistributionColumns> All { get; } =
    [
        new(UncertaintyKind.None, "none", ColumnUse.Unused, ColumnUse.Unused, ColumnUse.Unused),
        new(UncertaintyKind.Lognormal, "lognormal", ColumnUse.Required, ColumnUse.Unused, ColumnUse.Optional),
        new(UncertaintyKind.Normal, "normal", ColumnUse.Required, ColumnUse.Unused, ColumnUse.Optional),
        new(UncertaintyKind.Triangular, "triangular", ColumnUse.Unused, ColumnUse.Unused, ColumnUse.Required),
        new(UncertaintyKind.Uniform, "uniform", ColumnUse.Unused, ColumnUse.Unused, ColumnUse.Required),
        new(UncertaintyKind.BetaPert, "beta_pert", ColumnUse.Unused, ColumnUse.Optional, ColumnUse.Required),
        new(UncertaintyKind.Beta, "beta", ColumnUse.Required, ColumnUse.Required, ColumnUse.Required),
        new(UncertaintyKind.Gamma, "gamma", ColumnUse.Required, ColumnUse.Required, ColumnUse.Optional),
        new(UncertaintyKind.Weibull, "weibull", ColumnUse.Required, ColumnUse.Required, ColumnUse.Optional),
        new(UncertaintyKind.Bernoulli, "bernoulli", ColumnUse.Unused, ColumnUse.Required, ColumnUse.Unused),
        new(UncertaintyKind.DiscreteUniform, "discrete_uniform", ColumnUse.Unused, ColumnUse.Unused, ColumnUse.Required),
        new(UncertaintyKind.StudentT, "student_t", ColumnUse.Required, ColumnUse.Required, ColumnUse.Optional),
        new(UncertaintyKind.GeneralizedExtremeValue, "extreme_value", ColumnUse.Required, ColumnUse.Required, ColumnUse.Optional),
        new(UncertaintyKind.ArraySequential, "array_sequential", ColumnUse.Unused, ColumnUse.Unused, ColumnUse.Unused),
        new(UncertaintyKind.ArrayRandom, "array_random", ColumnUse.Unused, ColumnUse.Unused, ColumnUse.Unused),
        new(UncertaintyKind.ArrayCombinatorial, "array_combinatorial", ColumnUse.Unused, ColumnUse.Unused, ColumnUse.Unused),
    ];

    /// <summary>The kind with a word, whatever its case; null where no kind has it.</summary>
    public static DistributionColumns? Find(string word) => All.FirstOrDefault(c => c.Word.Equals(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>How a kind is written.</summary>
    public static DistributionColumns Of(UncertaintyKind kind) => All[(int)kind];
}
