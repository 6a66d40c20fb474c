using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.EndOfLife;
using CarbonLca.Quantities;
using CarbonLca.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.EndOfLife;

/// <summary>REQ-33: the formulas with numbers, and what holds between them.</summary>
public sealed class EndOfLifeMethodTests
{
    [Theory]
    [InlineData("cut-off", 0.5, 0, 1, 1, 8.5)]
    [InlineData("cff", 1, 0, 1, 1, 8.5)]
    [InlineData("cff", 0.2, 0, 1, 1, 7.06)]
    [InlineData("cff", 0.5, 0, 1, 1, 7.6)]
    [InlineData("cff", 0.8, 0, 1, 1, 8.14)]
    [InlineData("0:100", 0.5, 0, 1, 1, 6.7)]
    [InlineData("cff", 0, 0, 1, 1, 6.7)]
    [InlineData("50:50", 0.5, 0, 1, 1, 7.675)]
    [InlineData("cff", 0.5, 0.5, 1, 1, 7.5)]
    [InlineData("cff", 0.2, 0, 0.9, 0.8, 7.78)]
    public void REQ_33_worked_examples_by_hand(string method, double a, double b, double qualityIn, double qualityOut, double expected) =>
        Assert.Equal(expected, Total(EndOfLifeMethod.Named(method), new MaterialCycle(0.3, 0.6, 0.2, a, b, qualityIn, qualityOut)), 1e-13);

    [SharedDataFact]
    public void REQ_33_worked_examples_of_the_reference_table()
    {
        foreach (IReadOnlyDictionary<string, string> row in ReferenceTable.Read(SharedData.Path("reference/tables/eol_worked_examples.csv")))
        {
            string[] words = row["case"].Split('_');
            EndOfLifeMethod method = words[0] switch
            {
                "cutoff" => EndOfLifeMethod.CutOff,
                "end" => EndOfLifeMethod.EndOfLifeRecycling,
                "pef2013" => EndOfLifeMethod.EqualShares,
                _ => EndOfLifeMethod.Named(words[0]),
            };
            double? a = Find('A');
            double? b = Find('B');
            double? qualityIn = Find('q');
            double? qualityOut = qualityIn is null ? null : Number(words[^1]);
            double total = Total(method, new MaterialCycle(0.3, 0.6, 0.2, a, b, qualityIn, qualityOut));
            Assert.True(Math.Abs(Number(row["expected_kgCO2e"]) - total) < 1e-12, $"{row["case"]}: expected {row["expected_kgCO2e"]}, computed {total:R}");

            double? Find(char letter) => words[0] == "cff" && Array.Find(words, w => w[0] == letter) is { } word ? Number(word[1..]) : null;
        }
    }

    [SharedDataFact]
    public void REQ_33_symbols_are_those_of_the_reference_table()
    {
        string parameters = new MaterialCycle(0, 0, 0).ToString();
        string[] known =
        [
            .. EndOfLifeRoles.All.Select(role => role.Symbol()),
            .. parameters.Split(", ").Select(p => p.Split(" = ")[0]).SelectMany(p => p.Split('/')),
            "LHV", "XER,heat", "XER,elec",
        ];
        foreach (IReadOnlyDictionary<string, string> row in ReferenceTable.Read(SharedData.Path("reference/tables/cff_terms.csv")))
            foreach (string symbol in row["term"].Split(" / ")) Assert.Contains(symbol, known);
    }

    [Fact]
    public void REQ_33_CFF_with_A_1_is_the_cut_off_and_with_A_0_the_0_100_method() =>
        Prop.ForAll(SomeMaterial.AnyCycle, cycle =>
        {
            MaterialCycle supplier = new(cycle.RecycledContent, cycle.RecyclingRate, cycle.EnergyRecoveryRate, 1, 0, 1, 1);
            MaterialCycle user = new(cycle.RecycledContent, cycle.RecyclingRate, cycle.EnergyRecoveryRate, 0, 0, 1, 1);
            return Agree(Total(EndOfLifeMethod.CircularFootprintFormula, supplier), Total(EndOfLifeMethod.CutOff, supplier))
                && Agree(Total(EndOfLifeMethod.CircularFootprintFormula, user), Total(EndOfLifeMethod.EndOfLifeRecycling, user));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void REQ_33_where_as_much_recyclate_goes_in_as_comes_out_every_method_gives_the_same() =>
        Prop.ForAll(SomeMaterial.AnyCycle, cycle =>
        {
            MaterialCycle closed = new(cycle.RecyclingRate, cycle.RecyclingRate, cycle.EnergyRecoveryRate, cycle.AllocationFactor, 0, 1, 1);
            double expected = Total(EndOfLifeMethod.CutOff, closed);
            return EndOfLifeMethod.All.All(method => Agree(Total(method, closed), expected));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void REQ_33_what_supplier_and_user_of_recyclate_bear_does_not_depend_on_A() =>
        Prop.ForAll(SomeMaterial.AnyCycle, cycle =>
        {
            double Both(double a) => Total(EndOfLifeMethod.CircularFootprintFormula, new MaterialCycle(0, cycle.RecyclingRate, 0, a, 0, 1, 1))
                + Total(EndOfLifeMethod.CircularFootprintFormula, new MaterialCycle(cycle.RecyclingRate, 0, 0, a, 0, 1, 1));
            return Agree(Both(cycle.AllocationFactor), Both(1)) && Agree(Both(cycle.AllocationFactor), Both(0));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void REQ_33_CFF_is_the_equation_as_published() =>
        Prop.ForAll(SomeMaterial.AnyCycle, cycle =>
        {
            (double r1, double r2, double r3, double a, double b) = (cycle.RecycledContent, cycle.RecyclingRate, cycle.EnergyRecoveryRate, cycle.AllocationFactor, cycle.EnergyAllocationFactor);
            EndOfLifeEmissions e = SomeMaterial.Emissions;
            double material = ((1 - r1) * e.Virgin!.Value)
                + (r1 * ((a * e.Recycled!.Value) + ((1 - a) * e.Virgin.Value * cycle.QualityIn)))
                + ((1 - a) * r2 * (e.Recycling!.Value - (e.ReplacedVirgin!.Value * cycle.QualityOut)));
            double energy = (1 - b) * r3 * (e.EnergyRecovery!.Value - (30 * 0.4 * e.ReplacedHeat!.Value) - (30 * 0.2 * e.ReplacedElectricity!.Value));
            double disposal = (1 - r2 - r3) * e.Disposal!.Value;
            EndOfLifeBalance balance = EndOfLifeMethod.CircularFootprintFormula.Evaluate(cycle, e);
            return Agree(balance.Of(EndOfLifePart.Material), material) && Agree(balance.Of(EndOfLifePart.Energy), energy) && Agree(balance.Of(EndOfLifePart.Disposal), disposal)
                && Agree(balance.Total, material + energy + disposal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void REQ_33_ISO_14067_annex_D_form_is_the_0_100_method_of_a_closed_loop()
    {
        // EM = EV + EEoL − R·A·EV with EEoL the recycling, recovery and disposal that take place.
        double endOfLife = (0.6 * 4) + (0.2 * 1) + (0.2 * 0.5);
        Assert.Equal(10 + endOfLife - (0.6 * 0.7 * 10), Total(EndOfLifeMethod.EndOfLifeRecycling, new MaterialCycle(0.3, 0.6, 0.2, qualityOut: 0.7)), 1e-13);
    }

    [Theory]
    [InlineData(-0.1, 0.5, 0.1, 0.5, 0.0, 1.0, 1.0)]
    [InlineData(1.1, 0.5, 0.1, 0.5, 0.0, 1.0, 1.0)]
    [InlineData(0.5, double.NaN, 0.1, 0.5, 0.0, 1.0, 1.0)]
    [InlineData(0.5, 0.5, 2.0, 0.5, 0.0, 1.0, 1.0)]
    [InlineData(0.5, 0.5, 0.1, -0.5, 0.0, 1.0, 1.0)]
    [InlineData(0.5, 0.5, 0.1, 0.5, 1.5, 1.0, 1.0)]
    [InlineData(0.5, 0.5, 0.1, 0.5, 0.0, 0.0, 1.0)]
    [InlineData(0.5, 0.5, 0.1, 0.5, 0.0, 1.0, -1.0)]
    [InlineData(0.5, 0.5, 0.1, 0.5, 0.0, 1.0, double.PositiveInfinity)]
    [InlineData(0.5, 0.7, 0.4, 0.5, 0.0, 1.0, 1.0)]
    public void REQ_33_bad_parameters_are_refused(double r1, double r2, double r3, double a, double b, double qualityIn, double qualityOut)
    {
        Diagnostic fault = Assert.Single(Assert.Throws<InputRefusedException>(() => new MaterialCycle(r1, r2, r3, a, b, qualityIn, qualityOut)).Findings);
        Assert.Equal((FindingCode.OutOfRange, Severity.Error), (fault.Code, fault.Severity));
        Assert.NotNull(fault.Found);
        Assert.NotNull(fault.Expected);
    }

    [Fact]
    public void REQ_33_bad_parameters_are_all_named_at_once_and_percent_is_guessed()
    {
        IReadOnlyList<Diagnostic> faults = Assert.Throws<InputRefusedException>(() => new MaterialCycle(30, -1, 0.2, 2, 2, 0, 0)).Findings;
        Assert.Equal(6, faults.Count);
        Assert.Equal("If 30 % is meant, write 0.3.", faults[0].Next!.Value.En);
        Assert.Equal("如指 30 %，请写 0.3。", faults[0].Next!.Value.Zh);
    }

    [Theory]
    [InlineData(0.35, 0.65)]
    [InlineData(0.9, 0.1)]
    [InlineData(0.7, 0.3)]
    public void REQ_33_shares_may_fill_the_whole_in_decimals(double r2, double r3) =>
        Assert.True(new MaterialCycle(0, r2, r3).DisposalRate is >= 0 and < 1e-15);

    [Fact]
    public void REQ_33_defaults_are_said_and_only_where_the_method_uses_them()
    {
        MaterialCycle bare = new(0.3, 0.6, 0.2);
        Assert.Equal((0.5, 0.0), (bare.AllocationFactor, bare.EnergyAllocationFactor));
        Diagnostic[] remarks = [.. EndOfLifeMethod.CircularFootprintFormula.Remarks(bare, SomeMaterial.Name)];
        Assert.Equal(5, remarks.Length);
        Assert.All(remarks, r => Assert.Equal(FindingCode.DefaultAssumed, r.Code));
        Assert.Contains(remarks, r => r.What.Zh.Contains("取未知材料的默认值 0.5", StringComparison.Ordinal));
        Assert.Empty(EndOfLifeMethod.CutOff.Remarks(bare, SomeMaterial.Name));
        Assert.Empty(EndOfLifeMethod.CircularFootprintFormula.Remarks(new MaterialCycle(0.3, 0.6, 0.2, 0.2, 0, 0.9, 0.8, SomeMaterial.Energy), SomeMaterial.Name));
    }

    [Fact]
    public void REQ_33_a_quality_above_one_and_an_A_off_the_list_are_warnings()
    {
        Diagnostic[] remarks = [.. EndOfLifeMethod.CircularFootprintFormula.Remarks(new MaterialCycle(0.3, 0.6, 0, 0.3, 0, 1.2, 0.8), SomeMaterial.Name)];
        Assert.Equal(["0.3", "1.2"], remarks.Select(r => r.Found));
        Assert.All(remarks, r => Assert.Equal((Severity.Warning, FindingCode.OutOfRange), (r.Severity, r.Code)));
    }

    [Fact]
    public void REQ_33_an_E_that_is_needed_and_missing_is_never_zero()
    {
        EndOfLifeEmissions incomplete = SomeMaterial.Emissions with { Recycling = null, Disposal = double.NaN };
        IReadOnlyList<Diagnostic> faults = Assert.Throws<InputRefusedException>(() => EndOfLifeMethod.EndOfLifeRecycling.Evaluate(new MaterialCycle(0.3, 0.6, 0.2), incomplete)).Findings;
        Assert.Equal([FindingCode.MissingFactor, FindingCode.NotFinite], faults.Select(f => f.Code));
        Assert.Equal(5.2, EndOfLifeMethod.EndOfLifeRecycling.Evaluate(new MaterialCycle(0.3, 0, 1), SomeMaterial.Emissions with { Recycling = null, Virgin = 4.2 }).Total, 1e-13);
    }

    [Fact]
    public void REQ_33_an_unknown_method_is_refused() =>
        Assert.Equal("cut-off, 0:100, 50:50, cff", Assert.Throws<InputRefusedException>(() => EndOfLifeMethod.Named("cfp")).Findings[0].Expected!.Value.En);

    [Fact]
    public void REQ_33_energy_content_is_checked()
    {
        Assert.Equal((12, 6), (SomeMaterial.Energy.HeatPerKilogram, SomeMaterial.Energy.ElectricityPerKilogram));
        Assert.Equal(36 * 0.4, new EnergyContent(new Quantity(10, Unit.Parse("kWh/kg")), 0.4, 0).HeatPerKilogram, 1e-12);
        Assert.Equal([FindingCode.UnitMismatch, FindingCode.OutOfRange], Faults(30, "MJ", 0.4, -0.2));
        Assert.Equal([FindingCode.OutOfRange, FindingCode.OutOfRange], Faults(-30, "MJ/kg", 0.7, 0.4));

        static IEnumerable<FindingCode> Faults(double value, string unit, double heat, double electricity) =>
            Assert.Throws<InputRefusedException>(() => new EnergyContent(new Quantity(value, Unit.Parse(unit)), heat, electricity)).Findings.Select(f => f.Code);
    }

    [Fact]
    public void REQ_34_credits_stand_apart_from_burdens()
    {
        EndOfLifeBalance balance = EndOfLifeMethod.EndOfLifeRecycling.Evaluate(new MaterialCycle(0.3, 0.6, 0.2), SomeMaterial.Emissions);
        Assert.Equal((12.7, -6), (Math.Round(balance.Burdens, 12), Math.Round(balance.Credits, 12)));
        Assert.Equal(-3.3, balance.Of(CarbonLca.Model.LifeCycleStage.EndOfLife), 1e-12);
        Assert.Equal(10, balance.Of(CarbonLca.Model.LifeCycleStage.RawMaterials), 1e-12);
    }

    [Fact]
    public void REQ_34_a_net_negative_end_of_life_is_allowed_and_flagged()
    {
        Diagnostic flag = EndOfLifeBalance.NetCredit(SomeMaterial.Name, 2.7, -6)!;
        Assert.Equal((Severity.Warning, FindingCode.NetCredit, "2.7 + (-6) = -3.3 kg CO2e"), (flag.Severity, flag.Code, flag.Found));
        Assert.Null(EndOfLifeBalance.NetCredit(SomeMaterial.Name, 6, -6));
    }

    private static double Total(EndOfLifeMethod method, MaterialCycle cycle) => method.Evaluate(cycle, SomeMaterial.Emissions).Total;

    private static bool Agree(double a, double b) => Math.Abs(a - b) <= 1e-13 * 20;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
