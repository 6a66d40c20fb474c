using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Systems;

namespace CarbonLca.Tests.Assessment;

public sealed class NormalizationTests
{
    // climate 4, resources 10
    private static readonly ImpactResult Impacts =
        LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(Process.Producing(1, Some.Steel).Emitting(4, Some.Co2).Using(10, Some.Ore)))).Impacts(Demand.For(Some.Steel, 1));

    [Fact]
    public void W22_references_divide()
    {
        NormalizedResult result = Normalization.DividingBy("references", ("climate", 0.5), ("resources", 20)).Apply(Impacts);
        Assert.Equal(8, result["climate"]);
        Assert.Equal(0.5, result["resources"]);
        Assert.Empty(result.LeftOut);
    }

    [Fact]
    public void W03_factors_multiply()
    {
        NormalizedResult result = Normalization.MultiplyingBy("factors", ("climate", 0.5), ("resources", 20)).Apply(Impacts);
        Assert.Equal(2, result["climate"]);
        Assert.Equal(200, result["resources"]);
    }

    [Fact]
    public void A_set_of_factors_is_a_set_of_the_inverse_references()
    {
        NormalizedResult divided = Normalization.DividingBy("references", ("climate", 0.25)).Apply(Impacts);
        NormalizedResult multiplied = Normalization.MultiplyingBy("factors", ("climate", 4)).Apply(Impacts);
        Assert.Equal(divided["climate"], multiplied["climate"]);
    }

    [Fact]
    public void Weights_act_on_impacts_or_on_normalised_impacts()
    {
        Weighting weights = new("weights", ("climate", 3), ("resources", 1));
        Assert.Equal(12, weights.Apply(Impacts)["climate"]);
        Assert.Equal(22, weights.Apply(Impacts).Total);
        WeightedResult both = weights.Apply(Normalization.DividingBy("references", ("climate", 0.5), ("resources", 20)).Apply(Impacts));
        Assert.Equal(24, both["climate"]);
        Assert.Equal(24.5, both.Total);
    }

    [Fact]
    public void P4_a_category_without_a_value_is_left_out_and_said_to_be()
    {
        NormalizedResult normalized = Normalization.DividingBy("references", ("climate", 2)).Apply(Impacts);
        Assert.Null(normalized["resources"]);
        Assert.Equal("resources", Assert.Single(normalized.LeftOut));
        WeightedResult weighted = new Weighting("weights", ("climate", 1)).Apply(normalized);
        Assert.Null(weighted["resources"]);
        Assert.Equal("resources", Assert.Single(weighted.LeftOut));
        Assert.Equal(2, weighted.Total);
    }

    [Fact]
    public void P4_a_weight_for_what_was_not_normalised_is_refused()
    {
        NormalizedResult normalized = Normalization.DividingBy("references", ("climate", 2)).Apply(Impacts);
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => new Weighting("weights", ("resources", 1)).Apply(normalized));
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.MissingFactor && f.What.En.Contains("'resources'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_category_that_the_method_lacks_is_refused_with_the_closest()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => Normalization.DividingBy("references", ("climat", 2)).Apply(Impacts));
        Assert.Contains("Closest: 'climate'", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<InputRefusedException>(() => new Weighting("weights", ("climat", 2)).Apply(Impacts));
        Assert.Throws<ArgumentException>(() => Normalization.DividingBy("references", ("climate", 2)).Apply(Impacts)["climat"]);
    }

    [Fact]
    public void N08_values_that_give_no_number_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Normalization.DividingBy("references", ("climate", 0)));
        Assert.Throws<ArgumentException>(() => Normalization.DividingBy("references", ("climate", double.NaN)));
        Assert.Throws<ArgumentException>(() => Normalization.MultiplyingBy("factors", ("climate", double.PositiveInfinity)));
        Assert.Throws<ArgumentException>(() => new Weighting("weights", ("climate", 1), ("climate", 2)));
        Assert.Contains(Assert.Throws<InputRefusedException>(() => Normalization.DividingBy("references", ("climate", double.Epsilon)).Apply(Impacts)).Findings, f => f.Code == FindingCode.NotFinite);
    }
}
