using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;
using CarbonLca.Tests.Studies;

namespace CarbonLca.Tests.Diagnostics;

public sealed class RequiredCodesTests
{
    [Theory]
    [InlineData("UnitMismatch")]
    [InlineData("UnknownUnit")]
    [InlineData("UnknownFlow")]
    [InlineData("MissingFactor")]
    [InlineData("NegativeNotAllowed")]
    [InlineData("OutOfRange")]
    [InlineData("NotFinite")]
    [InlineData("CycleNotSolvable")]
    [InlineData("SingularSystem")]
    [InlineData("AllocationSum")]
    [InlineData("BoundaryIncomplete")]
    [InlineData("DoubleCount")]
    [InlineData("DateOrder")]
    [InlineData("MissingField")]
    [InlineData("Duplicate")]
    [InlineData("SchemaInvalid")]
    public void REQ_01_the_codes_that_machines_rely_on_exist(string code) => Assert.True(Enum.TryParse(code, out FindingCode found) && $"{found}" == code);

    [Fact]
    public void REQ_01_bad_input_with_several_faults_reports_all_of_them_each_with_code_and_both_languages()
    {
        Study study = SampleStudy.Whole();
        Study bad = study with
        {
            ReferenceFlow = study.ReferenceFlow with { Amount = -1 },
            FunctionalUnit = study.FunctionalUnit with { Unit = "kgg" },
            Stages = study.Stages.SetItem(1, new StudyStage(LifeCycleStage.RawMaterials, [SampleStudy.Line(double.NaN), SampleStudy.Line(-2), SampleStudy.Line(provider: "steal")])),
        };
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => StudyModel.Build(bad, SampleStudy.Background));
        Diagnostic[] errors = [.. refusal.Findings.Where(f => f.Severity == Severity.Error)];
        Assert.Equal(
            [FindingCode.UnknownUnit, FindingCode.OutOfRange, FindingCode.NotFinite, FindingCode.NegativeNotAllowed, FindingCode.UnknownProcess],
            errors.Select(f => f.Code));
        Assert.All(errors, f => Assert.True(f.What.En.Length > 0 && f.What.Zh.Length > 0 && f.What.En != f.What.Zh));
    }
}
