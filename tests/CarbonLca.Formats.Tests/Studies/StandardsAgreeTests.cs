using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Studies;
using CarbonLca.Reporting.Standards;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Tests.Studies;

/// <summary>What is checked when a study is read and what is known of editions when a report is written are about the same standards.</summary>
public sealed class StandardsAgreeTests
{
    [Fact]
    public void REQ_05_every_edition_of_the_data_is_one_whose_claim_is_checked()
    {
        Study study = StudyFile.Read(StudyFile.Of("amount: 1, unit: kg, provider: virgin")).Study!;
        Assert.NotEmpty(BundledData.Standards.Standards);
        foreach (ClaimableStandard standard in BundledData.Standards.Standards)
        {
            Diagnostic[] found = [.. StandardsRegister.Check(study with { Scope = study.Scope! with { Standards = [standard.Id] } })];
            Assert.DoesNotContain(found, f => f.Code == FindingCode.UnknownName);
        }
    }

    [Fact]
    public void REQ_05_bad_an_edition_that_nobody_knows_is_remarked()
    {
        Study study = StudyFile.Read(StudyFile.Of("amount: 1, unit: kg, provider: virgin")).Study!;
        Assert.Contains(StandardsRegister.Check(study with { Scope = study.Scope! with { Standards = ["ITU-T L.1410 (11/2031)"] } }), f => f.Code == FindingCode.UnknownName && f.Found == "11/2031");
    }
}
