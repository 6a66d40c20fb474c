using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;
using CarbonLca.Tests.DataQuality;
using static CarbonLca.Tests.Studies.SampleStudy;

namespace CarbonLca.Tests.Studies;

public sealed class LineUncertaintyTests
{
    private static readonly BasicUncertainty Material = new("energy-material-waste-service", new LogVariance(0.0006), Text);

    private static DataRating Rated(BasicUncertainty? basic = null, bool addsToStated = false) => new()
    {
        Scores = new PedigreeScores(2, 3, 1, 2, 4),
        Pedigree = SamplePedigree.Table,
        Basic = basic,
        AddsToStated = addsToStated,
    };

    [Fact]
    public void REQ_81_scores_become_the_lognormal_of_a_line_that_states_none()
    {
        ProvidedLine line = Line() with { Rating = Rated(Material) };
        LineUncertainty drawn = LineUncertainty.Of(line);

        Assert.Equal(UncertaintyOrigin.Pedigree, drawn.Origin);
        double variance = 0.0006 + 0.0006 + 0.0006 + 2.5e-5 + 0.04;
        Assert.Equal(Math.Exp(Math.Sqrt(variance)), drawn.Distribution!.Spread, 12);

        Study study = Whole();
        StudyForeground foreground = StudyModel.Build(study with { Stages = study.Stages.SetItem(1, new StudyStage(LifeCycleStage.RawMaterials, [line])) }, Background);
        Exchange steel = foreground.Processes.Single(p => p.Id == "box/raw_materials/1").Exchanges.Single(e => e.Flow == Steel);
        Assert.Equal(UncertaintyKind.Lognormal, steel.Uncertainty.Kind);
        Assert.Equal(Math.Sqrt(variance), steel.Uncertainty.Scale, 12);
    }

    [Fact]
    public void REQ_83_a_stated_distribution_wins_over_the_scores()
    {
        LineUncertainty drawn = LineUncertainty.Of(Line() with { Rating = Rated(Material), Uncertainty = StudyUncertainty.Lognormal(1.5) });
        Assert.Equal((UncertaintyOrigin.Stated, 1.5), (drawn.Origin, drawn.Distribution!.Spread));
    }

    [Fact]
    public void REQ_83_scores_widen_a_stated_distribution_only_where_the_line_says_so()
    {
        double pedigree = SamplePedigree.Table.VarianceOf(Rated().Scores!);
        LineUncertainty lognormal = LineUncertainty.Of(Line() with { Rating = Rated(addsToStated: true), Uncertainty = StudyUncertainty.Lognormal(1.5) });
        Assert.Equal(UncertaintyOrigin.StatedWithPedigree, lognormal.Origin);
        Assert.Equal(Math.Exp(Math.Sqrt(Math.Pow(Math.Log(1.5), 2) + pedigree)), lognormal.Distribution!.Spread, 12);

        LineUncertainty normal = LineUncertainty.Of(Line(14) with { Rating = Rated(addsToStated: true), Uncertainty = StudyUncertainty.Normal(1.4) });
        Assert.Equal(14 * Math.Sqrt((1.01 * Math.Exp(pedigree)) - 1), normal.Distribution!.Spread, 12);
    }

    [Fact]
    public void REQ_83_bad_combinations_are_refused()
    {
        Assert.Equal(FindingCode.NotSupported, Fault(Line() with { Rating = Rated(addsToStated: true), Uncertainty = StudyUncertainty.Uniform(1, 20) }).Code);
        Assert.Equal(FindingCode.MissingField, Fault(Line() with { Rating = Rated(addsToStated: true) }).Code);
        Assert.Equal(FindingCode.MissingField, Fault(Line() with { Rating = Rated() }).Code);
        Assert.Empty(StudyRules.Check(Line() with { Rating = Rated(), Uncertainty = StudyUncertainty.Lognormal(1.5) }));

        static Diagnostic Fault(StudyLine line) => Assert.Single(StudyRules.Check(line));
    }

    [Fact]
    public void A_figure_in_CO2_equivalents_may_vary_in_its_own_unit()
    {
        Study study = Whole();
        FactorLine part = Part() with { FactorUncertainty = StudyUncertainty.Triangular(2, 4) };
        StudyForeground foreground = StudyModel.Build(study with { Stages = study.Stages.SetItem(1, new StudyStage(LifeCycleStage.RawMaterials, [Line(), part])) }, Background);
        Exchange emitted = foreground.Processes.Single(p => p.Id == "box/raw_materials/2/factor").Exchanges.Single(e => e.Flow.Kind == FlowKind.Elementary);
        Assert.Equal(Uncertainty.Triangular(2, 4), emitted.Uncertainty);
        Assert.Equal(FindingCode.OutOfRange, Assert.Single(StudyRules.Check(Part() with { FactorUncertainty = StudyUncertainty.Triangular(4, 5) })).Code);
    }
}
