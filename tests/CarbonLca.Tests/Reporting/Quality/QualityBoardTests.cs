using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Quality;
using CarbonLca.Studies;
using static CarbonLca.Tests.Reporting.Quality.Evidence;

namespace CarbonLca.Tests.Reporting.Quality;

public sealed class QualityBoardTests
{
    [Fact]
    public void REQ_86_the_rating_of_a_result_is_weighted_by_contribution()
    {
        // 20 kg CO2e rated 1, 4 rated (4 + 3 + 2 + 2) / 4 = 2.75; 2 are not rated.
        QualityBoard board = QualityBoard.Of(Compute(Study(Steel(10) with { Rating = Scores(1, 1, 1, 1, 1) }, Steel(2) with { Rating = Scores(2, 5, 2, 3, 4) }, Steel(1))));
        Assert.Equal((20 + (4 * 2.75)) / 24, board.Dqr!.Value, 12);
        Assert.Equal(100 * 24.0 / 26, board.RatedPercent!.Value, 12);
        Assert.Equal((20 + (4 * 4)) / 24.0, board.Pact!.Value.Technological, 12);
        Assert.Equal((20 + (4 * 2)) / 24.0, board.Pact!.Value.Temporal, 12);
    }

    [Fact]
    public void REQ_86_bad_without_any_rating_the_result_has_none()
    {
        QualityBoard board = QualityBoard.Of(Compute(Study(Steel(1))));
        Assert.Null(board.Dqr);
        Assert.Null(board.Pact);
        Assert.Equal(0, board.RatedPercent);
    }

    [Fact]
    public void Items_are_ranked_by_share_times_poor_quality_and_the_unrated_count_as_worst()
    {
        QualityBoard board = QualityBoard.Of(Compute(Study(
            Steel(10, "large and good") with { Rating = Scores(1, 1, 1, 1, 1) },
            Steel(2, "small and unrated"),
            Steel(3, "middling") with { Rating = Scores(3, 3, 3, 3, 3) })));
        Assert.Equal(["small and unrated", "middling", "large and good"], board.Rows.Select(r => r.Item.En));
        Assert.Equal([4, 3, 0], board.Rows.Select(r => r.Priority));
    }

    [Fact]
    public void REQ_87_data_are_primary_only_where_activity_and_factor_are()
    {
        DataRating whole = new() { IsActivityPrimary = true, IsFactorPrimary = true };
        DataRating half = new() { IsActivityPrimary = true, IsFactorPrimary = false };
        QualityBoard board = QualityBoard.Of(Compute(Study(Steel(6) with { Rating = whole }, Steel(3) with { Rating = half }, Steel(1))));
        Assert.Equal(60, board.PrimaryDataShare!.Value, 12);
        Assert.Equal(1, board.Unstated);
    }

    [Fact]
    public void REQ_16_the_most_important_items_are_the_fewest_that_bring_80_percent()
    {
        QualityBoard board = QualityBoard.Of(Compute(Study(Steel(1, "d"), Steel(5, "a"), Steel(1, "c"), Steel(3, "b"))));
        Assert.Equal(["a", "b"], board.MostImportant.Select(r => r.Item.En));
    }

    [Fact]
    public void REQ_16_bad_controlled_items_with_secondary_data_and_no_reason_are_marked()
    {
        DataRating controlled = new() { IsControlled = true, IsActivityPrimary = true, IsFactorPrimary = false };
        CarbonFootprint footprint = Compute(Study(
            Steel(1, "unexplained") with { Rating = controlled },
            Steel(1, "explained") with { Rating = controlled with { Justification = new Wording("no meter", "无计量") } },
            Steel(1, "primary") with { Rating = controlled with { IsFactorPrimary = true } },
            Steel(1, "not ours")));
        Diagnostic finding = Assert.Single(footprint.Findings, f => f.Code == FindingCode.SecondaryData);
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains("1 item under the control of the organisation rests on secondary data, without a reason: 'unexplained'.", finding.What.En, StringComparison.Ordinal);
        Assert.Contains("“unexplained”", finding.What.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_that_is_not_the_study_s_own_has_no_rating()
    {
        CarbonFootprint footprint = Compute(Study(Steel(1) with { Rating = Scores(1, 1, 1, 1, 1) }));
        StageFootprint stage = footprint.Stages[0];
        LineFootprint made = stage.Lines[0] with { Number = 2, Item = new Wording("made", "生成") };
        QualityRow row = QualityBoard.Of(footprint with { Stages = [stage with { Lines = stage.Lines.Add(made) }] }).Rows.Single(r => r.Item.En == "made");
        Assert.Equal((null, null, UncertaintyOrigin.None), (row.Rating, row.Primary, row.Uncertainty.Origin));
    }
}
