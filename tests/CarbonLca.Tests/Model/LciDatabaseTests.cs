using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Tests.Model;

public sealed class LciDatabaseTests
{
    private static readonly Flow Electricity = Flow.Product("electricity", Unit.Parse("kWh"));
    private static readonly Flow Fuel = Flow.Product("fuel", Unit.Parse("kg"));
    private static readonly Flow Co2 = Flow.Elementary("co2", Unit.Parse("kg"), "Carbon dioxide, fossil", "air");
    private static readonly Process Plant = Process.Producing(10, Electricity).Using(2, Fuel).Emitting(1, Co2);
    private static readonly Process Refinery = Process.Producing(100, Fuel).Emitting(10, Co2);

    [Fact]
    public void D02_order_of_rows_changes_neither_order_nor_digest()
    {
        LciDatabase a = LciDatabase.Of(Plant, Refinery);
        LciDatabase b = LciDatabase.Of(Refinery, Plant with { Exchanges = [.. Plant.Exchanges.Reverse()] });
        Assert.Equal(a.Digest, b.Digest);
        Assert.Equal(a.Exchanges.Amount.ToArray(), b.Exchanges.Amount.ToArray());
        Assert.Equal(["electricity", "fuel"], Enumerable.Range(0, b.Processes.Count).Select(b.Processes.Id));
    }

    [Fact]
    public void The_digest_changes_with_any_content()
    {
        string[] digests =
        [
            .. new[]
            {
                LciDatabase.Of(Plant, Refinery),
                LciDatabase.Of(Plant, Refinery.Emitting(1e-300, Co2)),
                LciDatabase.Of(Plant, Refinery.In("CN")),
                LciDatabase.Of(Plant, Refinery with { Stage = LifeCycleStage.Production }),
                LciDatabase.Of(Plant, Refinery with { NameZh = "炼油厂" }),
                LciDatabase.Of(Plant, Refinery with { Provenance = new Provenance("a table") }),
                LciDatabase.Of(Plant.Using(1, Fuel, "fuel"), Refinery),
                LciDatabase.Of(Plant),
            }.Select(d => d.Digest),
        ];
        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    [Fact]
    public void Processes_come_back_as_they_went_in()
    {
        Process process = Plant.In("CN").AlsoProducing(3, Fuel).Avoiding(1, Fuel, "fuel") with
        {
            NameZh = "电厂",
            Stage = LifeCycleStage.Use,
            Provenance = new Provenance("p. 7") { Year = 2024, Confidence = "verified" },
            DefaultAllocation = AllocationKey.Causal,
        };
        process = process.With(new Exchange(Co2, ExchangeDirection.Output, 4) { Uncertainty = Uncertainty.Lognormal(0.2) });
        LciDatabase database = LciDatabase.Of(process, Refinery);
        Process back = database.Process(database.FindProcess("electricity"));
        Assert.Equal(process.Exchanges.OrderBy(e => e.ToString(), StringComparer.Ordinal), back.Exchanges.OrderBy(e => e.ToString(), StringComparer.Ordinal));
        Assert.Equal((process.Name, process.NameZh, process.Location, process.Stage, process.Provenance), (back.Name, back.NameZh, back.Location, back.Stage, back.Provenance));
        Assert.Equal(AllocationKey.Causal, back.DefaultAllocation);
    }

    [Fact]
    public void Causal_factors_follow_their_exchanges_into_canonical_order()
    {
        Flow heat = Flow.Product("heat", Unit.Parse("MJ"));
        Process process = Process.Producing(1, Fuel).AlsoProducing(2, heat).Emitting(4, Co2) with
        {
            AllocationFactors = [new AllocationFactor(AllocationKey.Causal, "heat", 2, 0.25)],
        };
        LciDatabase database = LciDatabase.Of(process);
        AllocationFactor factor = Assert.Single(database.Processes.AllocationFactors(0));
        Assert.Equal("co2", database.Flows[database.Exchanges.Flow[factor.ExchangeIndex!.Value]].Id);
    }

    [Fact]
    public void REQ_01_all_faults_are_reported_together()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => LciDatabase.Of(
            Plant.Using(double.NaN, Fuel),
            Refinery.Using(1, Electricity, "electricty"),
            Process.Producing(1, Fuel).Named("copy").Emitting(double.PositiveInfinity, Co2)));
        Assert.Equal([FindingCode.UnknownProcess, FindingCode.NotFinite, FindingCode.NotFinite], refusal.Findings.Select(f => f.Code).Order());
        Assert.Contains("Closest: 'electricity'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_processes_with_one_id_are_refused_by_name()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => LciDatabase.Of(Plant, Plant.In("CN")));
        Assert.Equal(FindingCode.Duplicate, Assert.Single(refusal.Findings).Code);
        Assert.Contains("'electricity' (CN)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_different_flows_with_one_id_are_refused()
    {
        Flow inTonnes = Flow.Product("fuel", Unit.Parse("t"));
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => LciDatabase.Of(Plant, Process.Producing(1, inTonnes)));
        Assert.Contains("in kg", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("in t", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void N08_negative_zero_is_zero()
    {
        LciDatabase a = LciDatabase.Of(Refinery.Emitting(0.0, Co2));
        LciDatabase b = LciDatabase.Of(Refinery.Emitting(-0.0, Co2));
        Assert.Equal(a.Digest, b.Digest);
    }

    [Fact]
    public void A_density_makes_mass_and_volume_convert()
    {
        Flow diesel = Flow.Product("diesel", Unit.Parse("kg")) with { Properties = [new FlowProperty("volume", 1.19, Unit.Parse("L"))] };
        Assert.Equal(1 / 1.19, diesel.ReferenceUnitsPer(Unit.Parse("L")), 15);
        Assert.Throws<UnitMismatchException>(() => Fuel.ReferenceUnitsPer(Unit.Parse("L")));
    }

    [Fact]
    public void With_adds_a_foreground_without_touching_the_background()
    {
        LciDatabase background = LciDatabase.Of(Plant, Refinery);
        string digest = background.Digest;
        LciDatabase both = background.With("study", [Process.Producing(1, Flow.Product("phone", Unit.Parse("piece"))).Using(5, Electricity, "electricity")]);
        Assert.Equal(3, both.Processes.Count);
        Assert.Equal(digest, background.Digest);
        Assert.NotEqual(digest, both.Digest);
    }

    [Theory]
    [InlineData("raw_materials", LifeCycleStage.RawMaterials)]
    [InlineData("End of life", LifeCycleStage.EndOfLife)]
    [InlineData("分销", LifeCycleStage.Distribution)]
    [InlineData("", LifeCycleStage.Unassigned)]
    public void REQ_13_stages_are_read_in_both_languages(string text, LifeCycleStage stage)
    {
        Assert.True(LifeCycleStages.TryParse(text, out LifeCycleStage read));
        Assert.Equal(stage, read);
    }

    [Fact]
    public void REQ_13_an_unknown_stage_is_not_guessed() => Assert.False(LifeCycleStages.TryParse("manufacture", out _));
}
