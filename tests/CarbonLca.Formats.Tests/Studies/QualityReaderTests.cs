using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Tests.Studies;

public sealed class QualityReaderTests
{
    private static string Steel(string quality, string more = "") => $"- {{item: Steel, amount: 14, unit: kg, provider: steel, source: scale, quality: {quality}{more}}}";

    [Fact]
    public void A_word_says_the_kind_of_source_and_nothing_more()
    {
        StudyLine line = SmallStudy.Line(Steel("measured"));
        Assert.Equal(SourceKind.Measured, line.Quality);
        Assert.Null(line.Rating);
    }

    [Fact]
    public void REQ_81_scores_and_a_basic_uncertainty_are_read()
    {
        StudyLine line = SmallStudy.Line(Steel("{kind: declared, pedigree: [1, 2, 3, 2, 1], basic: energy-material-waste-service, primary: {activity: true, factor: false}, controlled: true, justification: no meter yet}"));
        DataRating rating = line.Rating!;
        Assert.Equal((SourceKind.Declared, "ecoinvent-3", true, false, true), (line.Quality, rating.Pedigree!.Name, rating.IsActivityPrimary, rating.IsFactorPrimary, rating.IsControlled));
        Assert.Equal(new PedigreeScores(1, 2, 3, 2, 1), rating.Scores);
        Assert.Equal(Wording.Same("no meter yet"), rating.Justification);
        Assert.Equal(0.0006 + 0.0001 + 0.002 + 2.5e-5, rating.Total!.Value.Value, 12);
        Assert.Equal((UncertaintyOrigin.Pedigree, rating.Total.Value.Gsd), (LineUncertainty.Of(line).Origin, LineUncertainty.Of(line).Distribution!.Spread));
        Assert.Equal((true, true), (SmallStudy.Line(Steel("{kind: measured, primary: true}")).Rating!.IsActivityPrimary, SmallStudy.Line(Steel("{kind: measured, primary: true}")).Rating!.IsFactorPrimary));
    }

    [Fact]
    public void REQ_81_the_other_set_is_used_when_it_is_named()
    {
        StudyLine line = SmallStudy.Line(Steel("{kind: measured, pedigree: [2, 1, 1, 1, 1], set: ciroth-2013, basic: transport}"));
        Assert.Equal(0.12 + 0.047, line.Rating!.Total!.Value.Value, 12);
    }

    [Fact]
    public void REQ_83_scores_add_to_the_stated_distribution_on_demand()
    {
        StudyLine line = SmallStudy.Line(Steel("{kind: measured, pedigree: [5, 1, 1, 1, 1], basic: stated}", ", uncertainty: {distribution: lognormal, gsd: 1.2}"));
        Assert.Equal(Math.Exp(Math.Sqrt(Math.Pow(Math.Log(1.2), 2) + 0.04)), LineUncertainty.Of(line).Distribution!.Spread, 12);
    }

    [Theory]
    [InlineData("{kind: measured, pedigree: [1, 2, 3, 2, 6], basic: transport}", FindingCode.OutOfRange)]
    [InlineData("{kind: measured, pedigree: [1, 2, 3.5, 2, 1], basic: transport}", FindingCode.OutOfRange)]
    [InlineData("{kind: measured, pedigree: [1, 2, 3, 2], basic: transport}", FindingCode.SchemaInvalid)]
    public void REQ_80_bad_scores_are_refused_where_they_stand(string quality, FindingCode code)
    {
        Diagnostic fault = SmallStudy.Only(Steel(quality));
        Assert.Equal((code, "$.stages.raw_materials[0].quality.pedigree"), (fault.Code, fault.Where!.Path));
    }

    [Theory]
    [InlineData("{pedigree: [1, 1, 1, 1, 1], basic: transport}", FindingCode.MissingField)]
    [InlineData("{kind: measured, pedigree: [1, 1, 1, 1, 1]}", FindingCode.MissingField)]
    [InlineData("{kind: measured, basic: transport}", FindingCode.MissingField)]
    [InlineData("{kind: measured, pedigree: [1, 1, 1, 1, 1], basic: transprot}", FindingCode.UnknownName)]
    [InlineData("{kind: measured, primary: {activity: true}}", FindingCode.MissingField)]
    [InlineData("{kind: measured, primery: true}", FindingCode.UnknownField)]
    [InlineData("perhaps", FindingCode.UnknownName)]
    public void REQ_81_bad_statements_of_quality_are_refused(string quality, FindingCode code) => Assert.Equal(code, SmallStudy.Only(Steel(quality)).Code);

    [Fact]
    public void A_factor_states_its_own_spread()
    {
        FactorLine line = Assert.IsType<FactorLine>(SmallStudy.Line("- {item: Part, amount: 2, unit: kg, factor: {value: 3.1, unit: kg CO2e/kg, gwp: AR6, origin: fossil, uncertainty: {distribution: lognormal, gsd: 1.4}}, source: paper, quality: literature}"));
        Assert.Equal(1.4, line.FactorUncertainty!.Spread);
        Assert.Equal(FindingCode.OutOfRange, SmallStudy.Only("- {item: Part, amount: 2, unit: kg, factor: {value: 3.1, unit: kg CO2e/kg, gwp: AR6, origin: fossil, uncertainty: {distribution: lognormal, gsd: 0.4}}, source: paper, quality: literature}").Code);
    }
}
