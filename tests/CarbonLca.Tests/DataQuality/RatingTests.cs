using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;

namespace CarbonLca.Tests.DataQuality;

public sealed class RatingTests
{
    [Fact]
    public void REQ_86_the_PEF_rating_is_the_mean_of_four()
    {
        Assert.Equal(2.25, new PefRating(1, 2, 3, 3).Dqr);
        Assert.Equal(new PefRating(5, 4, 3, 1), PefRating.Of(new PedigreeScores(1, 2, 3, 4, 5)));
    }

    [Theory]
    [InlineData(1, "excellent")]
    [InlineData(1.5, "excellent")]
    [InlineData(1.51, "very-good")]
    [InlineData(3, "good")]
    [InlineData(4, "fair")]
    [InlineData(4.01, "poor")]
    [InlineData(5, "poor")]
    public void REQ_86_a_rating_has_a_level(double rating, string level) => Assert.Equal(level, QualityLevels.Of(rating).Key());

    [Fact]
    public void REQ_86_bad_a_rating_off_the_scale_has_no_level()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => QualityLevels.Of(0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => QualityLevels.Of(double.NaN));
    }

    [Fact]
    public void REQ_86_PACT_ratings_are_means_weighted_by_absolute_emission()
    {
        PactRating? mean = PactRating.Mean([(3, new PactRating(1, 2, 5)), (-1, new PactRating(5, 2, 1))]);
        Assert.Equal(new PactRating(2, 2, 4), mean);
        Assert.Equal(new PactRating(5, 4, 3), PactRating.Of(new PedigreeScores(1, 2, 3, 4, 5)));
    }

    [Fact]
    public void REQ_86_bad_without_weight_a_mean_is_undefined_and_not_zero()
    {
        Assert.Null(PactRating.Mean([]));
        Assert.Null(PactRating.Mean([(0, new PactRating(1, 1, 1))]));
        Assert.Null(EmissionWeighted.Mean([(0, 3), (0, 2)]));
        Assert.Null(EmissionWeighted.PrimaryDataShare([(0, 1)]));
    }

    [Fact]
    public void REQ_86_bad_ratings_off_the_scale_are_refused()
    {
        Assert.Equal(2, Assert.Throws<InputRefusedException>(() => new PefRating(0, 1, 6, 2)).Findings.Count);
        Assert.Throws<InputRefusedException>(() => new PactRating(1, double.NaN, 1));
    }

    [Fact]
    public void REQ_86_scales_convert_only_by_a_map_that_is_given()
    {
        RatingMap map = new("three to five, linear", (1, 1), (3, 5));
        Assert.Equal([1, 3, 4, 5], ((double[])[1, 2, 2.5, 3]).Select(map.Convert));
        RatingMap bent = new("three to five, good is good", (1, 1), (2, 2), (3, 5));
        Assert.Equal(3.5, bent.Convert(2.5));
    }

    [Fact]
    public void REQ_86_bad_a_rating_outside_the_map_is_refused()
    {
        RatingMap map = new("three to five, linear", (1, 1), (3, 5));
        Assert.Equal(FindingCode.OutOfRange, Assert.Throws<InputRefusedException>(() => map.Convert(4)).Findings[0].Code);
        Assert.Throws<InputRefusedException>(() => map.Convert(double.NaN));
        Assert.Throws<ArgumentException>(() => new RatingMap("descending", (3, 1), (1, 5)));
    }

    [Fact]
    public void REQ_87_the_primary_data_share_is_weighted_by_absolute_emission()
    {
        Assert.Equal(62.5, EmissionWeighted.PrimaryDataShare([(4, 1), (-1, 1), (3, 0)])!.Value, 12);
        Assert.Equal(55, EmissionWeighted.PrimaryDataShare([(5, 1), (5, 0.1)])!.Value, 12);
    }

    [Fact]
    public void REQ_87_bad_a_share_beyond_one_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EmissionWeighted.PrimaryDataShare([(1, 60)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => EmissionWeighted.PrimaryDataShare([(1, -0.1)]));
    }
}
