using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;
using CarbonLca.Tests.Reporting.Quality;
using static CarbonLca.Tests.Studies.SampleStudy;

namespace CarbonLca.Tests.Studies;

public sealed class StandardsRegisterTests
{
    private static Study Claiming(params string[] standards)
    {
        Study study = Whole();
        return study with { Scope = study.Scope! with { Standards = [.. standards] } };
    }

    private static Diagnostic Refused(Study study) => Assert.Single(StandardsRegister.Check(study), f => f.Severity == Severity.Error);

    [Theory]
    [InlineData("ISO 14067:2018")]
    [InlineData("GB/T 24067-2024")]
    [InlineData("ISO 14040:2006")]
    [InlineData("ITU-T L.1410 (2014)")]
    public void REQ_05_a_claim_with_its_data_stands(string claim) => Assert.Empty(StandardsRegister.Check(Claiming(claim)));

    [Fact]
    public void REQ_05_bad_a_claim_without_edition_is_refused()
    {
        Diagnostic fault = Refused(Claiming("ISO 14067"));
        Assert.Equal((FindingCode.MissingField, "ISO 14067"), (fault.Code, fault.Found));
        Assert.Contains("The claim of 'ISO 14067' is refused: the edition is not named.", fault.What.En, StringComparison.Ordinal);
        Assert.Contains("不接受", fault.What.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_05_bad_a_claim_with_mandatory_data_missing_is_refused()
    {
        Study study = Claiming("GB/T 24067-2024");
        Diagnostic fault = Refused(study with { Scope = study.Scope! with { Function = Wording.Same(" ") } });
        Assert.Equal(FindingCode.MissingField, fault.Code);
        Assert.Contains("it needs the function", fault.What.En, StringComparison.Ordinal);
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => StudyModel.Build(study with { Goal = new StudyGoal(Text, Wording.Same(string.Empty)) }, Background));
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.MissingField && f.What.En.Contains("the audience", StringComparison.Ordinal));
    }

    [Fact]
    public void REQ_05_a_PACT_claim_needs_ratings_and_the_cradle()
    {
        Study study = Claiming("PACT-3.0");
        Assert.Contains("data quality ratings", Refused(study).What.En, StringComparison.Ordinal);
        Study rated = study with { Stages = study.Stages.SetItem(1, new StudyStage(LifeCycleStage.RawMaterials, [Line() with { Rating = Evidence.Scores(1, 1, 1, 1, 1) }])) };
        Assert.Empty(StandardsRegister.Check(rated));
        Assert.Contains("from the cradle to the gate", Refused(rated with { Boundary = SystemBoundary.GateToGate }).What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_05_claims_that_nobody_checks_and_other_editions_are_marked()
    {
        Diagnostic note = Assert.Single(StandardsRegister.Check(Claiming("Somebody's rule 7")));
        Assert.Equal((Severity.Note, FindingCode.UnknownName), (note.Severity, note.Code));
        Assert.Equal(Severity.Warning, Assert.Single(StandardsRegister.Check(Claiming("ISO 14067:2013"))).Severity);
    }

    [Fact]
    public void REQ_12_a_rule_is_named_or_its_absence_explained()
    {
        Study study = Whole();
        Assert.Empty(StandardsRegister.Check(study with { Scope = study.Scope! with { Pcr = new Wording("none used: none exists for boxes", "未采用：尚无箱子的规则") } }));
    }

    [Fact]
    public void REQ_12_bad_no_rule_and_no_reason_is_marked_and_a_blank_refused()
    {
        Study study = Whole();
        Diagnostic bare = Assert.Single(StandardsRegister.Check(study with { Scope = study.Scope! with { Pcr = new Wording("none", "无") } }));
        Assert.Equal((Severity.Warning, FindingCode.MissingField), (bare.Severity, bare.Code));
        Assert.Contains("product category rule", Refused(study with { Scope = study.Scope! with { Pcr = Wording.Same("") } }).What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_17_a_day_is_a_period_and_one_that_ends_before_it_begins_is_refused()
    {
        Study study = Whole();
        DateOnly day = new(2024, 6, 30);
        Assert.DoesNotContain(StudyRules.Check(study with { Scope = study.Scope! with { Period = new StudyPeriod(day, day) } }), f => f.Code == FindingCode.DateOrder);
        Assert.Contains(StudyRules.Check(study with { Scope = study.Scope! with { Period = new StudyPeriod(day, day.AddDays(-1)) } }), f => f is { Code: FindingCode.DateOrder, Severity: Severity.Error });
    }
}
