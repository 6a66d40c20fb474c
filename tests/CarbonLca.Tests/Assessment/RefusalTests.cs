using System.Text.RegularExpressions;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Assessment;

/// <summary>What has no answer, or none that is certain, is refused by name.</summary>
public sealed partial class RefusalTests
{
    private static readonly Flow A = Some.Product("a");
    private static readonly Flow B = Some.Product("b");

    [Fact]
    public void N04_two_identical_columns_are_singular_and_named()
    {
        Process first = Process.Producing(1, A).AlsoProducing(1, B).Named("1", "first furnace").In("CN");
        Process second = Process.Producing(1, B).AlsoProducing(1, A).Named("2", "second furnace").In("DE");
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(first, second), Allocation.Substitution);
        SingularTechnosphereException refusal = Assert.Throws<SingularTechnosphereException>(() => LcaSolver.Factorize(system));
        Assert.Equal(RefusalKind.Numerical, refusal.Kind);
        Assert.All(refusal.Processes, p => Assert.Matches("'(first|second) furnace' \\((CN|DE)\\)", p));
        AssertSpeaksInNames(refusal);
    }

    [Fact]
    public void N04_a_missing_reference_flow_is_refused_and_named()
    {
        Process empty = new("p", "empty furnace", A) { Location = "CN" };
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => ProductSystem.Link(LciDatabase.Of(empty)));
        Assert.Contains("'empty furnace' (CN)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.SingularSystem);
        AssertSpeaksInNames(refusal);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.5)]
    [InlineData(1e6)]
    public void N06_a_loop_of_gain_one_or_more_is_refused_with_its_path(double gain)
    {
        Process[] loop =
        [
            Process.Producing(1, Some.Steel).Named("1", "steel mill").In("CN").Using(gain, Some.Electricity),
            Process.Producing(1, Some.Electricity).Named("2", "power plant").In("CN").Using(1, Some.Coal),
            Process.Producing(1, Some.Coal).Named("3", "coal mine").In("AU").Using(1, Some.Steel),
            Process.Producing(1, A).Named("4", "bystander").Using(1, Some.Steel),
        ];
        NonProductiveLoopException refusal = Refused(loop);
        NonProductiveLoop found = Assert.Single(refusal.Loops);
        Assert.Equal(["'coal mine' (AU)", "'power plant' (CN)", "'steel mill' (CN)"], found.Processes.Order(StringComparer.Ordinal));
        Assert.Equal(["1", "2", "3"], found.ProcessIds.Order(StringComparer.Ordinal));
        Assert.Equal(Math.Cbrt(gain), found.Gain, 1e-9 * gain);
        Assert.Matches("'steel mill' \\(CN\\) ← 'power plant' \\(CN\\) ← 'coal mine' \\(AU\\)|'power plant' \\(CN\\) ← 'coal mine' \\(AU\\) ← 'steel mill' \\(CN\\)|'coal mine' \\(AU\\) ← 'steel mill' \\(CN\\) ← 'power plant' \\(CN\\)", refusal.Message);
        Assert.DoesNotContain("bystander", refusal.Message, StringComparison.Ordinal);
        AssertSpeaksInNames(refusal);
    }

    [Fact]
    public void N06_every_non_productive_loop_is_named_at_once()
    {
        Process[] loops =
        [
            Process.Producing(1, Some.Steel).Using(2, Some.Electricity), Process.Producing(1, Some.Electricity).Using(1, Some.Steel),
            Process.Producing(1, A).Using(3, B), Process.Producing(1, B).Using(1, A).Using(0.1, Some.Steel),
        ];
        NonProductiveLoopException refusal = Refused(loops);
        Assert.Equal(2, refusal.Loops.Count);
        Assert.Equal(2, refusal.Findings.Count);
        foreach (string name in (string[])["'steel'", "'electricity'", "'a'", "'b'"]) Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void N06_a_loop_put_into_any_system_is_found_there() =>
        Prop.ForAll(RandomSystem.UpTo(30), system =>
        {
            Process[] processes = system.Processes();
            Flow into = processes[0].ReferenceFlow;
            Process first = Process.Producing(1, A).Using(1.25, B).Using(1, into);
            Process second = Process.Producing(1, B).Using(0.8, A);
            Process[] withLoop = [.. processes, first, second];
            NonProductiveLoop found = Assert.Single(Refused(withLoop).Loops);
            Assert.Equal(["a", "b"], found.ProcessIds.Order(StringComparer.Ordinal));
            Assert.Equal(1, found.Gain, 1e-12);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void N08_an_amount_that_is_no_number_is_refused_with_process_and_flow(double amount)
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => LciDatabase.Of(Process.Producing(1, Some.Steel).Using(amount, Some.Electricity)));
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.NotFinite);
        Assert.Contains("'steel'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'electricity'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void N08_a_demand_or_a_factor_that_is_no_number_is_refused(double amount)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Demand.For(Some.Steel, amount));
        Assert.Throws<ArgumentOutOfRangeException>(() => Demand.For(Some.Steel, new Quantity(amount, Some.Kilogram)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Demand.ForProcess("steel", amount));
        Assert.Throws<ArgumentException>(() => Some.Counting((Some.Co2, amount)));
    }

    [Fact]
    public void N08_minus_zero_is_zero()
    {
        LciDatabase minus = LciDatabase.Of(Process.Producing(1, Some.Steel).Using(-0.0, Some.Coal).Emitting(-0.0, Some.Co2), Process.Producing(1, Some.Coal));
        LciDatabase plus = LciDatabase.Of(Process.Producing(1, Some.Steel).Using(0.0, Some.Coal).Emitting(0.0, Some.Co2), Process.Producing(1, Some.Coal));
        Assert.Equal(plus.Digest, minus.Digest);
        double impact = LcaSolver.Factorize(ProductSystem.Link(minus)).Impacts(Demand.For(Some.Steel, 1))[0];
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(impact));
    }

    [Fact]
    public void N08_the_smallest_number_there_is_stays_what_it_is()
    {
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(Process.Producing(1, Some.Steel).Emitting(double.Epsilon, Some.Co2))));
        Assert.Equal(double.Epsilon, solver.Impacts(Demand.For(Some.Steel, 1))[0]);
    }

    [Fact]
    public void N08_amounts_of_one_flow_that_add_up_beyond_all_numbers_are_refused()
    {
        LciDatabase database = LciDatabase.Of(Process.Producing(1, Some.Steel).Emitting(1e308, Some.Co2).Emitting(1.1e308, Some.Co2));
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => ProductSystem.Link(database));
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.NotFinite && f.What.En.Contains("'Carbon dioxide, fossil' in process 'steel'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1e308, 10, 1)]
    [InlineData(1, 1e308, 10)]
    [InlineData(1e200, 1e200, 1)]
    public void N08_a_result_beyond_all_numbers_is_refused(double emission, double input, double demand)
    {
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(Process.Producing(1, Some.Steel).Using(input, Some.Coal), Process.Producing(1, Some.Coal).Emitting(emission, Some.Co2))));
        RefusalException refusal = Assert.ThrowsAny<RefusalException>(() => solver.Impacts(Demand.For(Some.Steel, demand)));
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.NotFinite);
    }

    [Theory]
    [InlineData(1e308, 10)]
    [InlineData(1e200, 1e200)]
    public void N08_footprints_beyond_all_numbers_are_refused(double emission, double input)
    {
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(Process.Producing(1, Some.Steel).Using(input, Some.Coal), Process.Producing(1, Some.Coal).Emitting(emission, Some.Co2))));
        RefusalException refusal = Assert.ThrowsAny<RefusalException>(() => solver.Footprints());
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.NotFinite);
    }

    [Fact]
    public void Demand_for_what_is_not_supplied_names_the_closest_product()
    {
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(Process.Producing(1, Some.Electricity), Process.Producing(1, Some.Steel))));
        InputRefusedException byProduct = Assert.Throws<InputRefusedException>(() => solver.Solve(Demand.For(Flow.Product("electricty", Some.KilowattHour), 1)));
        Assert.Contains("Closest: 'electricity'", byProduct.Message, StringComparison.Ordinal);
        InputRefusedException byProcess = Assert.Throws<InputRefusedException>(() => solver.Solve(Demand.ForProcess("stel", 1)));
        Assert.Contains("Closest: 'steel'", byProcess.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Demand_for_a_product_of_several_processes_asks_for_one_of_them()
    {
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(Process.Producing(1, Some.Steel).Named("1", "mill").In("CN"), Process.Producing(1, Some.Steel).Named("2", "mill").In("DE"))));
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => solver.Solve(Demand.For(Some.Steel, 1)));
        Assert.Contains("'1' 'mill' (CN), '2' 'mill' (DE)", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, solver.Solve(Demand.ForProcess("2", 1))[1]);
    }

    [Fact]
    public void Demand_converts_units_and_refuses_those_that_do_not()
    {
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(Process.Producing(1, Some.Electricity))));
        Assert.Equal(1, solver.Solve(Demand.For(Some.Electricity, new Quantity(3.6, Unit.Parse("MJ"))))[0], 1e-15);
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => solver.Solve(Demand.For(Some.Electricity, new Quantity(1, Some.Kilogram))));
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.UnitMismatch);
    }

    private static NonProductiveLoopException Refused(Process[] processes)
    {
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(processes));
        return Assert.Throws<NonProductiveLoopException>(() => LcaSolver.Factorize(system));
    }

    private static void AssertSpeaksInNames(RefusalException refusal) =>
        Assert.All(refusal.Findings, f => Assert.DoesNotMatch(BareIndex(), f.ToText(Language.English)));

    [GeneratedRegex(@"\b(row|column|index|process|product) \d", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BareIndex();
}
