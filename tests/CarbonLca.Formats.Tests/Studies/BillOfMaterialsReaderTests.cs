using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Studies;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Studies;
using Xunit;

namespace CarbonLca.Formats.Tests.Studies;

public sealed class BillOfMaterialsReaderTests
{
    private const string Good = """
        {"id": "SKU-1.A", "product": {"en": "Bracket", "zh": "支架"}, "lines": [
          {"item": "Steel", "amount": 2.5, "unit": "kg", "provider": "steel", "source": "drawing", "quality": "measured"},
          {"item": {"en": "Coating", "zh": "涂层"}, "amount": 10, "unit": "g", "factor": {"value": 4, "unit": "kg CO2e/kg", "gwp": "AR5", "origin": "fossil", "source": "supplier"},
           "stage": "production", "source": "supplier", "quality": "declared", "yield": 0.5, "uncertainty": {"distribution": "normal", "sd": 1}}
        ]}
        """;

    private static readonly LciDatabase Background = LciDatabase.Of(Process.Producing(1, Flow.Product("steel", Unit.Parse("kg"))));

    private static StudyReadResult Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return BillOfMaterialsReader.Read("body", document.RootElement, "ict-background", "gwp100-ar6", "$.items[3]");
    }

    private static Diagnostic Only(string old, string changed)
    {
        Assert.Contains(old, Good, StringComparison.Ordinal);
        StudyReadResult result = Read(Good.Replace(old, changed, StringComparison.Ordinal));
        Assert.Null(result.Study);
        return Assert.Single(result.Findings);
    }

    [Fact]
    public void A_bill_becomes_a_partial_study_of_one_piece()
    {
        StudyReadResult result = Read(Good);

        Assert.Empty(result.Findings);
        Study study = result.Study!;
        Assert.Equal(("SKU-1.A", new Wording("Bracket", "支架"), SystemBoundary.CradleToGate), (study.Id.Value, study.Title, study.Boundary.Value));
        Assert.Equal((1, "piece"), (study.ReferenceFlow.Amount.Value, study.ReferenceFlow.Unit.Value));
        Assert.Equal(("ict-background", "gwp100-ar6"), (study.Data.Value, study.Method.Value));
        StudyForeground foreground = result.Build(Background);
        Assert.Equal(["SKU-1.A/raw_materials/1", "SKU-1.A/production/1"], foreground.Lines.Select(l => l.ProcessId));
        Exchange coating = foreground.Processes.Single(p => p.Id == "SKU-1.A/production/1").Exchanges[^1];
        Assert.Equal((20, Uncertainty.Normal(2)), (coating.Amount, coating.Uncertainty));
        Assert.Equal(0.004, foreground.Processes.Single(p => p.Id == "SKU-1.A/production/1/factor").Exchanges[^1].Amount, 1e-17);
        Assert.Equal(Severity.Note, Assert.Single(foreground.Findings).Severity);
    }

    [Theory]
    [InlineData("\"amount\": 2.5", "\"amount\": \"2.5\"", FindingCode.NotANumber, "$.items[3].lines[0].amount")]
    [InlineData("\"amount\": 2.5", "\"amount\": 1e400", FindingCode.NotFinite, "$.items[3].lines[0].amount")]
    [InlineData("\"amount\": 2.5", "\"amount\": -2.5", FindingCode.NegativeNotAllowed, "$.items[3].lines[0].amount")]
    [InlineData("\"amount\": 2.5, ", "", FindingCode.MissingField, "$.items[3].lines[0]")]
    [InlineData("\"amount\": 2.5, ", "\"amount\": 2.5, \"amount\": 3, ", FindingCode.Duplicate, "$.items[3].lines[0].amount")]
    [InlineData("\"provider\": \"steel\", ", "", FindingCode.MissingField, "$.items[3].lines[0]")]
    [InlineData("\"yield\": 0.5", "\"yeild\": 0.5", FindingCode.UnknownField, "$.items[3].lines[1].yeild")]
    [InlineData("\"yield\": 0.5", "\"yield\": 0.5, \"alternatives\": []", FindingCode.UnknownField, "$.items[3].lines[1].alternatives")]
    [InlineData("\"source\": \"drawing\"", "\"source\": \"drawing\", \"end_of_life\": {\"method\": \"cut-off\"}", FindingCode.UnknownField, "$.items[3].lines[0].end_of_life")]
    [InlineData("\"stage\": \"production\"", "\"stage\": \"prodution\"", FindingCode.UnknownName, "$.items[3].lines[1].stage")]
    [InlineData("\"stage\": \"production\"", "\"stage\": \"use\"", FindingCode.SchemaInvalid, "$.items[3]")]
    [InlineData("\"id\": \"SKU-1.A\", ", "", FindingCode.MissingField, "$.items[3]")]
    [InlineData("\"id\": \"SKU-1.A\"", "\"id\": \"a/b\"", FindingCode.SchemaInvalid, "$.items[3].id")]
    [InlineData("{\"en\": \"Bracket\", \"zh\": \"支架\"}", "\"\\ud800\"", FindingCode.EncodingInvalid, "$.items[3]")]
    public void Every_fault_is_found_at_its_path(string old, string changed, FindingCode code, string path)
    {
        Diagnostic fault = Only(old, changed);
        Assert.Equal((code, path, "body"), (fault.Code, fault.Where!.Path, fault.Where.File));
        Assert.NotEqual(fault.What.En, fault.What.Zh);
    }

    [Fact]
    public void A_bill_without_lines_is_refused()
    {
        Assert.Equal(FindingCode.BoundaryIncomplete, Assert.Single(Read("""{"id": "a", "product": "b", "lines": []}""").Findings).Code);
        Assert.Equal(FindingCode.MissingField, Assert.Single(Read("""{"id": "a", "product": "b"}""").Findings).Code);
        Assert.Equal(FindingCode.SchemaInvalid, Assert.Single(Read("[]").Findings).Code);
    }

    [Fact]
    public void Lines_without_source_count_as_declared_and_are_counted()
    {
        StudyReadResult result = Read("""{"id": "a", "product": "b", "lines": [{"item": "c", "amount": 1, "unit": "kg", "provider": "steel"}]}""");
        Diagnostic warning = Assert.Single(result.Findings);
        Assert.Equal((Severity.Warning, "1 of 1 lines state no source or no quality; they count as declared by the supplier."), (warning.Severity, warning.What.En));
        Assert.Equal(SourceKind.Declared, Assert.Single(result.Study!.Lines).Quality);
        Assert.Contains(warning, result.Build(Background).Findings);
    }

    [Fact]
    public void Faults_with_the_providers_come_along()
    {
        StudyReadResult result = Read("""{"id": "a", "product": "b", "lines": [{"item": "c", "amount": -1, "unit": "kg", "provider": "stel", "source": "s", "quality": "measured"}]}""");
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => result.Build(Background));
        Assert.Equal([FindingCode.NegativeNotAllowed, FindingCode.UnknownProcess], refusal.Findings.Select(f => f.Code));
    }

    [Fact]
    public void An_absent_element_is_refused() =>
        Assert.Equal(FindingCode.SchemaInvalid, Assert.Single(BillOfMaterialsReader.Read("body", default, "d", "m").Findings).Code);
}
