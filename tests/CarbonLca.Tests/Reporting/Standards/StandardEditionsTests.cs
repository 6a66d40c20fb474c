using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Standards;
using CarbonLca.Studies;
using CarbonLca.Tests.Reporting.Interpretations;

namespace CarbonLca.Tests.Reporting.Standards;

public sealed class StandardEditionsTests
{
    private static readonly CarbonFootprint Footprint = InterpretedStudy.Compute() with
    {
        Study = InterpretedStudy.Whole() with
        {
            Scope = new StudyScope
            {
                Standards = ["ISO 14067:2018", "An unknown standard"],
                Product = Wording.Same("box"),
                Function = Wording.Same("holds things"),
                Geography = Wording.Same("China"),
                Period = new StudyPeriod(new DateOnly(2023, 1, 1), new DateOnly(2023, 12, 31)),
                Pcr = Wording.Same("none"),
                Assumptions = [],
                Limits = [],
            },
        },
    };

    [Fact]
    public void REQ_05_a_claim_stands_when_every_field_is_there()
    {
        StandardClaim claim = Register("product", "geography", "cut_off").ClaimsOf(Footprint)[0];
        Assert.True(claim.Stands);
        Assert.Null(claim.Fault);
    }

    [Fact]
    public void REQ_05_bad_a_claim_that_lacks_mandatory_data_is_refused()
    {
        StandardClaim claim = Register("product", "review", "timing").ClaimsOf(Footprint)[0];
        Assert.False(claim.Stands);
        Assert.Equal((Severity.Error, FindingCode.MissingField), (claim.Fault!.Severity, claim.Fault.Code));
        Assert.Contains("kind of review", claim.Fault.What.En, StringComparison.Ordinal);
        Assert.Contains("排放与清除的时间", claim.Fault.What.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_05_bad_a_standard_that_is_not_known_is_marked_not_accepted()
    {
        StandardClaim claim = Register("product").ClaimsOf(Footprint)[1];
        Assert.False(claim.Stands);
        Assert.Equal((Severity.Warning, FindingCode.UnknownName), (claim.Fault!.Severity, claim.Fault.Code));
    }

    [Fact]
    public void A_register_that_contradicts_itself_or_asks_for_unknown_fields_is_refused()
    {
        ClaimableStandard standard = Register("product").Standards[0];
        Assert.Equal(FindingCode.Duplicate, Assert.Throws<InputRefusedException>(() => new StandardEditions([standard, standard])).Findings[0].Code);
        Assert.Equal(FindingCode.UnknownField, Assert.Throws<InputRefusedException>(() => Register("no_such_field")).Findings[0].Code);
    }

    private static StandardEditions Register(params ImmutableArray<string> requires) =>
        new([new ClaimableStandard("ISO 14067:2018", Wording.Same("carbon footprint of products"), new DateOnly(2018, 8, 1), null, "secondary", null, requires)]);
}
