using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.DataQuality;

public sealed class PedigreeTests
{
    [Fact]
    public void REQ_80_scores_are_whole_numbers_from_1_to_5()
    {
        PedigreeScores scores = new(1, 2, 3, 4, 5);
        Assert.Equal([1, 2, 3, 4, 5], PedigreeIndicators.All.Select(i => scores[i]));
        Assert.Empty(PedigreeScores.Check([5, 4, 3, 2, 1]));
    }

    [Fact]
    public void REQ_80_bad_scores_are_all_refused_by_name()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => new PedigreeScores(0, 2, 6, 2, 2));
        Assert.Equal([FindingCode.OutOfRange, FindingCode.OutOfRange], refusal.Findings.Select(f => f.Code));
        Assert.Contains("reliability", refusal.Findings[0].What.En, StringComparison.Ordinal);
        Assert.Contains("时间相关性", refusal.Findings[1].What.Zh, StringComparison.Ordinal);
        Assert.Equal(FindingCode.OutOfRange, Assert.Single(PedigreeScores.Check([1, 2.5, 3, 4, 5])).Code);
        Assert.Equal(FindingCode.OutOfRange, Assert.Single(PedigreeScores.Check([1, 2, double.NaN, 4, 5])).Code);
        Assert.Equal(FindingCode.SchemaInvalid, Assert.Single(PedigreeScores.Check([1, 2, 3])).Code);
    }

    [Fact]
    public void REQ_81_the_variance_is_the_basic_one_plus_the_five_values()
    {
        LogVariance total = PedigreeUncertainty.Total(new LogVariance(0.0006), new PedigreeScores(2, 3, 1, 2, 4), SamplePedigree.Table);
        Assert.Equal(0.0006 + 0.0006 + 0.0006 + 0 + 2.5e-5 + 0.04, total.Value, 15);
        Assert.Equal(0, SamplePedigree.Table.VarianceOf(new PedigreeScores(1, 1, 1, 1, 1)));
    }

    [Fact]
    public void REQ_81_variance_factor_and_coefficient_of_variation_convert()
    {
        Assert.Equal(0.12, LogVariance.OfSquaredGsd(2).Value, 3);
        Assert.Equal(2, LogVariance.OfSquaredGsd(2).SquaredGsd, 12);
        Assert.Equal(Math.Sqrt(Math.E - 1), new LogVariance(1).CoefficientOfVariation, 15);
        Prop.ForAll(Arb.From(Gen.Choose(0, 4000).Select(i => i / 1000.0)), variance =>
        {
            LogVariance given = new(variance);
            return Close(LogVariance.OfSquaredGsd(given.SquaredGsd).Value, variance)
                && Close(LogVariance.OfGsd(given.Gsd).Value, variance)
                && Close(LogVariance.OfCoefficientOfVariation(given.CoefficientOfVariation).Value, variance);
        }).QuickCheckThrowOnFailure();

        static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-10 * Math.Max(1, b);
    }

    [Fact]
    public void REQ_81_bad_parameters_are_no_variance()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogVariance(-1e-9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogVariance(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogVariance.OfSquaredGsd(0.9));
        Assert.Throws<ArgumentException>(() => new PedigreeTable("empty", new Dictionary<(PedigreeIndicator, int), double>()));
    }

    [Fact]
    public void REQ_83_a_stated_total_is_basic_plus_pedigree()
    {
        PedigreeScores scores = new(2, 2, 2, 2, 2);
        double pedigree = 0.0006 + 0.0001 + 0.0002 + 2.5e-5 + 0.0006;
        Assert.Null(PedigreeUncertainty.CheckTotal(new LogVariance(0.0006), new LogVariance(0.0006 + pedigree + 9e-7), scores, SamplePedigree.Table));
    }

    [Fact]
    public void REQ_83_bad_a_total_that_is_not_is_a_warning_with_numbers()
    {
        Diagnostic? finding = PedigreeUncertainty.CheckTotal(new LogVariance(0.0006), new LogVariance(0.01), new PedigreeScores(1, 1, 1, 1, 1), SamplePedigree.Table);
        Assert.NotNull(finding);
        Assert.Equal((Severity.Warning, "0.0094"), (finding.Severity, finding.Found));
        Assert.Contains("stated total is used", finding.What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_83_a_normal_combines_with_pedigree_as_a_product_of_independent_factors()
    {
        double deviation = PedigreeUncertainty.NormalDeviation(-20, 2, 0.04);
        Assert.Equal(Math.Pow(deviation / 20, 2) + 1, ((0.1 * 0.1) + 1) * Math.Exp(0.04), 12);
        Assert.Equal(2, PedigreeUncertainty.NormalDeviation(20, 2, 0), 12);
    }

    [Fact]
    public void REQ_83_bad_a_normal_about_zero_has_no_coefficient_of_variation()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PedigreeUncertainty.NormalDeviation(0, 1, 0.04));
        Assert.Throws<ArgumentOutOfRangeException>(() => PedigreeUncertainty.NormalDeviation(1, -1, 0.04));
    }
}
