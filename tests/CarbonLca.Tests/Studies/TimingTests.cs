using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Reporting;
using CarbonLca.Studies;
using CarbonLca.Tests.Reporting.Quality;
using static CarbonLca.Tests.Studies.SampleStudy;

namespace CarbonLca.Tests.Studies;

public sealed class TimingTests
{
    private static Study Using(double years)
    {
        Study study = Whole();
        return study with { Stages = study.Stages.SetItem(4, new StudyStage(LifeCycleStage.Use, [Use() with { Lifetime = new Quantity(years, Unit.Parse("a")) }])) };
    }

    [Fact]
    public void REQ_51_what_comes_after_ten_years_counts_in_full_and_its_timing_is_stated()
    {
        Diagnostic note = Assert.Single(StudyModel.Build(Using(16), Background).Findings, f => f.Code == FindingCode.Timing);
        Assert.Equal(Severity.Note, note.Severity);
        Assert.Contains("16 years; 37.5 % of it comes more than 10 years after", note.What.En, StringComparison.Ordinal);
        CarbonFootprint eight = Evidence.Compute(Using(8));
        CarbonFootprint sixteen = Evidence.Compute(Using(16));
        Assert.Equal(2, UseOf(sixteen) / UseOf(eight), 12);

        static double UseOf(CarbonFootprint footprint) => footprint.Stages.Single(s => s.Stage == LifeCycleStage.Use).Values[0];
    }

    [Fact]
    public void REQ_51_within_ten_years_nothing_is_stated() => Assert.DoesNotContain(StudyModel.Build(Using(10), Background).Findings, f => f.Code == FindingCode.Timing);
}
