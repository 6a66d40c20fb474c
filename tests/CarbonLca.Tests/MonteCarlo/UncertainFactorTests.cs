using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Systems;
using CarbonLca.Tests.Assessment;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.MonteCarlo;

/// <summary>Characterisation factors that are drawn: once for a sample, for everything they characterise.</summary>
public sealed class UncertainFactorTests
{
    private static readonly Flow Methane = Flow.Elementary("ch4", Some.Kilogram, "Methane, fossil", "air");

    [Fact]
    public void M01_uncertain_amounts_and_factors_have_the_exact_mean_and_variance()
    {
        // score = c1·b1 + c2·b2·u: u ~ U(0.2, 0.8), b1 ~ U(0.5, 1.5), b2 ~ U(0, 0.2), c1 ~ U(0.5, 2), c2 ~ U(1, 4).
        Flow one = Flow.Elementary("b1", Some.Kilogram, "one", "air");
        Flow two = Flow.Elementary("b2", Some.Kilogram, "two", "air");
        Process fuel = Process.Producing(1, Some.Coal).With(MonteCarloRunTests.Uncertain(two, ExchangeDirection.Output, 0.1, Uncertainty.Uniform(0, 0.2)));
        Process main = Process.Producing(1, Some.Steel)
            .With(MonteCarloRunTests.Uncertain(Some.Coal, ExchangeDirection.Input, 0.5, Uncertainty.Uniform(0.2, 0.8)))
            .With(MonteCarloRunTests.Uncertain(one, ExchangeDirection.Output, 1, Uncertainty.Uniform(0.5, 1.5)));
        ImpactMethod method = MethodOf(["score"], Row(0, one, 1, Uncertainty.Uniform(0.5, 2)), Row(0, two, 2, Uncertainty.Uniform(1, 4)));
        MonteCarloModel model = MonteCarloRunTests.ModelOf(method, main, fuel);
        SampleStatistics statistics = model.Run(new MonteCarloOptions { Samples = 200_000, Seed = 1 }).Statistics(model.System.FindColumn("steel"), 0);

        Assert.Equal(5, model.Parameters.Length);
        Assert.Equal(2, model.Parameters.Count(p => p.IsFactor));
        Assert.Equal(1.1, statistics.Deterministic, 1e-12);
        MonteCarloRunTests.AssertWithin(1.375, statistics.Mean, 4 * statistics.MeanStandardError);
        MonteCarloRunTests.AssertWithin(0.343841667, statistics.StandardDeviation * statistics.StandardDeviation, 0.01 * 0.343841667);
    }

    [Fact]
    public void M09_a_uniform_factor_keeps_the_score_in_its_range()
    {
        ImpactMethod method = MethodOf(["score"], Row(0, Methane, 25, Uncertainty.Uniform(22, 26)));
        SampleStatistics statistics = MonteCarloRunTests.ModelOf(method, Process.Producing(1, Some.Steel).Emitting(1, Methane))
            .Run(new MonteCarloOptions { Samples = 20_000 }).Statistics(0, 0);
        Assert.Equal(25, statistics.Deterministic, 1e-12);
        MonteCarloRunTests.AssertWithin(24, statistics.Mean, 4 * statistics.MeanStandardError);
        MonteCarloRunTests.AssertWithin(16 / 12.0, statistics.StandardDeviation * statistics.StandardDeviation, 0.04);
        Assert.InRange(statistics.Minimum, 22, 22.01);
        Assert.InRange(statistics.Maximum, 25.99, 26);
    }

    [Fact]
    public void One_lognormal_factor_has_the_exact_mean_and_variance_through_a_loop()
    {
        // y = c·2 / (1 − 0.5·0.4): exact in c.
        Process electricity = Process.Producing(1, Some.Electricity).Using(0.5, Some.Coal).Emitting(2, Methane);
        Process coal = Process.Producing(1, Some.Coal).Using(0.4, Some.Electricity);
        MonteCarloModel model = MonteCarloRunTests.ModelOf(MethodOf(["score"], Row(0, Methane, 30, Uncertainty.Lognormal(0.3))), electricity, coal);
        SampleStatistics statistics = model.Run(new MonteCarloOptions { Samples = 100_000, Seed = 4 }).Statistics(model.System.FindColumn("electricity"), 0);
        double mean = 75 * Math.Exp(0.045);
        double variance = mean * mean * (Math.Exp(0.09) - 1);
        MonteCarloRunTests.AssertWithin(mean, statistics.Mean, 4 * statistics.MeanStandardError);
        MonteCarloRunTests.AssertWithin(75, statistics.Median, 4 * statistics.Quantile(0.5).StandardError);
        MonteCarloRunTests.AssertWithin(variance, statistics.StandardDeviation * statistics.StandardDeviation, 0.03 * variance);
    }

    [Fact]
    public void Exchanges_that_one_factor_characterises_share_its_draw()
    {
        // The row names the flow by its name, and two compartments hold it.
        Flow urban = Flow.Elementary("ch4-urban", Some.Kilogram, "Methane, fossil", "air/urban");
        Process coal = Process.Producing(1, Some.Coal).Emitting(2, urban);
        Process steel = Process.Producing(1, Some.Steel).Emitting(3, Methane);
        MethodRow row = new(0, "methane, fossil", 30, Some.Kilogram) { Compartment = "air", Uncertainty = Uncertainty.Normal(4) };
        MonteCarloModel model = MonteCarloRunTests.ModelOf(new ImpactMethod("test", [new ImpactCategory("score", "points")], [row]), coal, steel);
        Assert.Single(model.Parameters);
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 500 });
        double[] ofCoal = result.SamplesOf(model.System.FindColumn("coal"), 0);
        double[] ofSteel = result.SamplesOf(model.System.FindColumn("steel"), 0);
        Assert.Equal(500, ofCoal.Distinct().Count());
        for (int k = 0; k < ofCoal.Length; k++) Assert.Equal(1.5, ofSteel[k] / ofCoal[k], 1e-12);
    }

    [Fact]
    public void D06_draws_of_factors_are_uncorrelated_with_those_of_amounts_and_of_each_other()
    {
        // Everything bears the same names: only the streams tell them apart.
        Flow other = Flow.Elementary("co2-other", Some.Kilogram, "Other", "air");
        Process steel = Process.Producing(1, Some.Steel)
            .With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 1, Uncertainty.Uniform(0.9, 1.1)))
            .Emitting(1, other);
        Process coal = Process.Producing(1, Some.Coal).Emitting(1, Some.Co2);
        Process heat = Process.Producing(1, Some.Heat).Emitting(1, other);
        ImpactMethod method = MethodOf(["score"], Row(0, Some.Co2, 1, Uncertainty.Uniform(0.9, 1.1)), Row(0, other, 1, Uncertainty.Uniform(0.9, 1.1)));
        MonteCarloModel model = MonteCarloRunTests.ModelOf(method, steel, coal, heat);
        Assert.Equal(3, model.Parameters.Select(p => p.Key).Distinct().Count());
        const int Samples = 16_384;
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = Samples, Seed = 8 });
        double[] c1 = result.SamplesOf(model.System.FindColumn("coal"), 0);
        double[] c2 = result.SamplesOf(model.System.FindColumn("heat"), 0);
        double[] amount = [.. result.SamplesOf(model.System.FindColumn("steel"), 0).Select((y, k) => (y - c2[k]) / c1[k])];
        Assert.All(amount, b => Assert.InRange(b, 0.9 - 1e-6, 1.1 + 1e-6));
        foreach ((double[] a, double[] b) in (ReadOnlySpan<(double[], double[])>)[(c1, c2), (c1, amount), (c2, amount)])
            Assert.InRange(Correlation(a, b), -4 / Math.Sqrt(Samples), 4 / Math.Sqrt(Samples));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void Parts_add_up_to_the_total_in_every_sample(int categories)
    {
        // Three categories are solved one by one, eight together; the further ones count ore.
        ImpactMethod method = GroupsOf(categories);
        Process coal = Process.Producing(1, Some.Coal).With(MonteCarloRunTests.Uncertain(Methane, ExchangeDirection.Output, 0.02, Uncertainty.Lognormal(0.5))).Emitting(0.3, Some.Co2);
        Process steel = Process.Producing(1, Some.Steel)
            .With(MonteCarloRunTests.Uncertain(Some.Coal, ExchangeDirection.Input, 2, Uncertainty.Lognormal(0.2)))
            .With(MonteCarloRunTests.Uncertain(Some.Ore, ExchangeDirection.Input, 2, Uncertainty.Lognormal(0.2)))
            .Emitting(0.01, Biogenic);
        MonteCarloModel model = MonteCarloRunTests.ModelOf(method, coal, steel);
        int column = model.System.FindColumn("steel");
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 1000, Seed = 3 });
        double[] total = result.SamplesOf(column, 0);
        double[] fossil = result.SamplesOf(column, 1);
        double[] biogenic = result.SamplesOf(column, 2);
        for (int k = 0; k < total.Length; k++) MonteCarloRunTests.AssertWithin(total[k], fossil[k] + biogenic[k], 1e-6 * total[k]);

        // A part has the same draws where the total is not asked for.
        MonteCarloResult alone = MonteCarloModel.Prepare(model.Solver, model.Characterization, [column], [1]).Run(new MonteCarloOptions { Samples = 1000, Seed = 3 });
        Assert.Equal(Results.Bits(fossil), Results.Bits(alone.SamplesOf(column, 1)));
    }

    [Fact]
    public void Another_number_for_the_same_flow_is_another_factor()
    {
        ImpactMethod method = MethodOf(["gwp100", "gwp20"], Row(0, Methane, 30, Uncertainty.Lognormal(0.2)), Row(1, Methane, 82, Uncertainty.Lognormal(0.2)));
        MonteCarloModel model = MonteCarloRunTests.ModelOf(method, Process.Producing(1, Some.Steel).Emitting(1, Methane));
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 4096 });
        Assert.Equal(2, model.Parameters.Length);
        Assert.InRange(Correlation(result.SamplesOf(0, 0), result.SamplesOf(0, 1)), -4 / 64.0, 4 / 64.0);

        // Unless the method says that they move together.
        ImpactMethod grouped = MethodOf(["gwp100", "gwp20"], Row(0, Methane, 30, Uncertainty.Lognormal(0.2).InGroup("methane")), Row(1, Methane, 82, Uncertainty.Lognormal(0.2).InGroup("methane")));
        MonteCarloResult together = MonteCarloRunTests.ModelOf(grouped, Process.Producing(1, Some.Steel).Emitting(1, Methane)).Run(new MonteCarloOptions { Samples = 256 });
        double[] one = together.SamplesOf(0, 0);
        double[] other = together.SamplesOf(0, 1);
        for (int k = 0; k < one.Length; k++) MonteCarloRunTests.AssertWithin(82 / 30.0, other[k] / one[k], 1e-6);
    }

    [Fact]
    public void D01_D03_D04_threads_company_and_row_order_change_no_bit() =>
        Prop.ForAll(RandomSystem.UpTo(30), system =>
        {
            Process[] processes = UncertainSystem.Processes(system, 0.4);
            Random random = new(system.Seed);
            MethodRow[] rows = RowsFor(random);
            MonteCarloResult all = ModelOf(rows, processes).Run(Options(48) with { Threads = 1 });
            AssertSame(all, ModelOf(rows, processes).Run(Options(48) with { Threads = 3 }), all.Model.System.Columns.Select(c => c.Id));
            string[] asked = [.. processes.Select(p => p.Id).Shuffle(random).Take(2)];
            Process[] shuffled = [.. processes.Select(p => p with { Exchanges = [.. p.Exchanges.Shuffle(random)] }).Shuffle(random)];
            AssertSame(all, ModelOf([.. rows.Shuffle(random)], shuffled, asked).Run(Options(48)), asked);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void D04_the_order_in_which_categories_stand_changes_no_bit()
    {
        MethodRow total = Row(0, Methane, 30, Uncertainty.Lognormal(0.2));
        Process steel = Process.Producing(1, Some.Steel).Emitting(1, Methane);
        double[] first = MonteCarloRunTests.ModelOf(MethodOf(["total", "fossil"], total, total with { Category = 1 }), steel).Run(Options(64)).SamplesOf(0, 0);
        double[] second = MonteCarloRunTests.ModelOf(MethodOf(["fossil", "total"], total, total with { Category = 1 }), steel).Run(Options(64)).SamplesOf(0, 1);
        Assert.Equal(Results.Bits(first), Results.Bits(second));
    }

    [Fact]
    public void D09_a_resumed_run_has_the_same_bits_and_another_distribution_is_refused()
    {
        Process[] processes = UncertainSystem.Processes(new RandomSystem(20_240_601, 40), 0.3);
        MonteCarloModel model = ModelOf(RowsFor(new Random(1)), processes);
        List<MonteCarloState> states = [];
        MonteCarloResult expected = model.Run(Options(3000) with { Checkpoint = states.Add });
        using MemoryStream file = new();
        states[0].Save(file);
        file.Position = 0;
        MonteCarloState state = MonteCarloState.Load(file);
        Assert.Equal(1024, state.Samples);
        AssertSame(expected, model.Run(Options(3000), state), processes.Select(p => p.Id));

        MethodRow[] wider = [.. RowsFor(new Random(1)).Select(r => r with { Uncertainty = r.Uncertainty with { Scale = r.Uncertainty.Scale * 1.5 } })];
        Assert.Throws<InputRefusedException>(() => ModelOf(wider, processes).Run(Options(3000), state));
        MonteCarloModel means = MonteCarloModel.Prepare(model.Solver, model.Characterization, lognormalAmount: LognormalAmount.Mean);
        Assert.Throws<InputRefusedException>(() => means.Run(Options(3000), state));
    }

    [Fact]
    public void Samples_that_are_finished_with_factors_use_the_same_draws()
    {
        // The loop's gain is drawn up to 1.2: some samples fail, some settle only with factors. climate / carbon is the factor's draw everywhere.
        Process electricity = Process.Producing(1, Some.Electricity).With(MonteCarloRunTests.Uncertain(Some.Coal, ExchangeDirection.Input, 0.6, Uncertainty.Uniform(0.4, 1.2)))
            .With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 2, Uncertainty.Lognormal(0.3)));
        Process coal = Process.Producing(1, Some.Coal).Using(1, Some.Electricity);
        Process plain = Process.Producing(1, Some.Heat).Emitting(1, Some.Co2);
        ImpactMethod method = MethodOf(["climate", "carbon"], Row(0, Some.Co2, 5, Uncertainty.Uniform(4, 6)), Row(1, Some.Co2, 1, Uncertainty.None));
        MonteCarloModel model = MonteCarloRunTests.ModelOf(method, electricity, coal, plain);
        MonteCarloResult result = model.Run(Options(512));
        int column = model.System.FindColumn("electricity");
        double[] climate = result.SamplesOf(column, 0);
        double[] carbon = result.SamplesOf(column, 1);
        double[] factor = result.SamplesOf(model.System.FindColumn("heat"), 0);
        Assert.InRange(result.FailedCount, 64, 256);
        Assert.Contains(carbon, y => y > 100);
        for (int k = 0; k < climate.Length; k++)
        {
            Assert.Equal(double.IsNaN(carbon[k]), double.IsNaN(climate[k]));
            if (!double.IsNaN(carbon[k])) MonteCarloRunTests.AssertWithin(factor[k], climate[k] / carbon[k], 1e-4);
        }
    }

    [Fact]
    public void A_factor_of_zero_with_a_distribution_is_drawn_and_so_is_one_for_a_location()
    {
        MethodRow everywhere = Row(0, Some.Co2, 0, Uncertainty.Uniform(-1, 3));
        MethodRow there = Row(0, Some.Co2, 7, Uncertainty.Uniform(6, 8)) with { Location = "CN" };
        Process steel = Process.Producing(1, Some.Steel).Emitting(1, Some.Co2);
        Process coal = Process.Producing(1, Some.Coal).Emitting(1, Some.Co2) with { Location = "CN" };
        MonteCarloModel model = MonteCarloRunTests.ModelOf(MethodOf(["score"], everywhere, there), steel, coal);
        MonteCarloResult result = model.Run(Options(20_000));
        SampleStatistics ofSteel = result.Statistics(model.System.FindColumn("steel"), 0);
        SampleStatistics ofCoal = result.Statistics(model.System.FindColumn("coal"), 0);
        Assert.Equal((0, 7), (ofSteel.Deterministic, ofCoal.Deterministic));
        MonteCarloRunTests.AssertWithin(1, ofSteel.Mean, 4 * ofSteel.MeanStandardError);
        MonteCarloRunTests.AssertWithin(7, ofCoal.Mean, 4 * ofCoal.MeanStandardError);
        Assert.InRange(ofCoal.Minimum, 6, 6.01);
    }

    [Fact]
    public void A_factor_in_another_unit_and_direction_is_converted()
    {
        // 4 g per kg of ore taken in, per tonne 4000: U(3, 5) g/kg.
        MethodRow row = new(0, "ore", 4000, CarbonLca.Quantities.Unit.Parse("t")) { Direction = ExchangeDirection.Input, Uncertainty = Uncertainty.Uniform(3000, 5000) };
        Process steel = Process.Producing(1, Some.Steel).With(MonteCarloRunTests.Uncertain(Some.Ore, ExchangeDirection.Input, 2, Uncertainty.Uniform(1, 3)));
        MonteCarloModel model = MonteCarloRunTests.ModelOf(new ImpactMethod("test", [new ImpactCategory("ore", "g")], [row]), steel);
        SampleStatistics statistics = model.Run(Options(20_000)).Statistics(0, 0);
        Assert.Equal(8, statistics.Deterministic, 1e-12);
        MonteCarloRunTests.AssertWithin(8, statistics.Mean, 4 * statistics.MeanStandardError);
        Assert.InRange(statistics.Minimum, 3, 4);
        Assert.InRange(statistics.Maximum, 14, 15);
    }

    [Fact]
    public void N21_distributions_of_factors_that_describe_no_random_quantity_are_kept_counted_and_listed()
    {
        MethodRow[] rows =
        [
            Row(0, Some.Co2, 1, new Uncertainty(UncertaintyKind.Lognormal, 0, 0, 0)),
            Row(0, Methane, 30, new Uncertainty(UncertaintyKind.Triangular, 0, 10, 20)),
            Row(0, Some.Ore, 0, Uncertainty.Lognormal(0.3)),
        ];
        Process steel = Process.Producing(1, Some.Steel).Emitting(1, Some.Co2).Emitting(1, Methane).With(new Exchange(Some.Ore, ExchangeDirection.Input, 1));
        MonteCarloModel model = MonteCarloRunTests.ModelOf(MethodOf(["score"], rows), steel);
        SampleStatistics statistics = model.Run(Options(32)).Statistics(0, 0);
        Assert.Empty(model.Parameters);
        Assert.Equal((31, 31), (statistics.Minimum, statistics.Maximum));
        Diagnostic finding = Assert.Single(model.Findings);
        Assert.Equal(FindingCode.DegenerateDistribution, finding.Code);
        Assert.Contains("3 factors", finding.What.En, StringComparison.Ordinal);
        foreach (string name in (string[])["co2", "ch4", "ore"]) Assert.Contains($"'{name}'", finding.What.Zh, StringComparison.Ordinal);

        Assert.Throws<ArgumentException>(() => MethodOf(["score"], Row(0, Some.Co2, 1, new Uncertainty(UncertaintyKind.Lognormal, -1, 0, 0))));
    }

    [Fact]
    public void A_method_without_distributions_keeps_its_digest_and_the_fast_path()
    {
        Process[] processes = UncertainSystem.Processes(new RandomSystem(5, 20), 0.3);
        MonteCarloModel plain = UncertainSystem.Model(processes);
        MonteCarloModel means = MonteCarloModel.Prepare(plain.Solver, plain.Characterization, lognormalAmount: LognormalAmount.Mean);
        Assert.DoesNotContain(plain.Parameters, p => p.IsFactor);
        Assert.True(plain.Sampled.ProductDraws.IsEmpty);
        Assert.NotEqual(plain.Digest, means.Digest);
        Assert.NotEqual(plain.Digest, ModelOf(RowsFor(new Random(1)), processes).Digest);
    }

    [Fact]
    public void Variance_shares_name_the_factor()
    {
        Process steel = Process.Producing(1, Some.Steel).With(MonteCarloRunTests.Uncertain(Methane, ExchangeDirection.Output, 1, Uncertainty.Normal(0.01)));
        MonteCarloModel model = MonteCarloRunTests.ModelOf(MethodOf(["score"], Row(0, Methane, 30, Uncertainty.Normal(3))), steel);
        VarianceShare first = model.Run(Options(4096)).VarianceShares(Demand.For(Some.Steel, 1), 0)[0];
        Assert.True(first.Parameter.IsFactor);
        Assert.Equal("ch4", model.Characterization.Method.Rows[first.Parameter.FactorRow].Flow);
        Assert.InRange(first.Share, 0.97, 1);
    }

    [Fact]
    public void Two_rows_of_one_flow_with_different_distributions_contradict_each_other()
    {
        MethodRow row = new(0, "Carbon dioxide, fossil", 1, Some.Kilogram) { Uncertainty = Uncertainty.Lognormal(0.1) };
        ImpactMethod method = new("test", [new ImpactCategory("score", "points")], [row, row with { Direction = ExchangeDirection.Output, Uncertainty = Uncertainty.Lognormal(0.2) }]);
        LciDatabase database = LciDatabase.Of(Process.Producing(1, Some.Steel).Emitting(1, Some.Co2));
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => Characterization.Match(method, database));
        Assert.Equal(FindingCode.Duplicate, refusal.Findings[0].Code);
    }

    [Fact]
    public void M08_the_amount_of_a_lognormal_is_its_median_unless_the_mean_is_chosen()
    {
        // gm 5, gsd 1.1 as in M08, and a factor of σ 0.5; a negative amount keeps its sign.
        double sigma = Math.Log(1.1);
        Process steel = Process.Producing(1, Some.Steel).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 5, Uncertainty.Lognormal(sigma)));
        Process coal = Process.Producing(1, Some.Coal).Emitting(1, Methane);
        Process heat = Process.Producing(1, Some.Heat).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, -5, Uncertainty.Lognormal(sigma)));
        MonteCarloModel median = MonteCarloRunTests.ModelOf(MethodOf(["score"], Row(0, Some.Co2, 1, Uncertainty.None), Row(0, Methane, 30, Uncertainty.Lognormal(0.5))), steel, coal, heat);
        MonteCarloModel mean = MonteCarloModel.Prepare(median.Solver, median.Characterization, lognormalAmount: LognormalAmount.Mean);
        Assert.Equal((LognormalAmount.Median, LognormalAmount.Mean), (median.LognormalAmount, mean.LognormalAmount));
        MonteCarloResult medians = median.Run(Options(50_000));
        MonteCarloResult means = mean.Run(Options(50_000));
        AssertCenters(medians, "steel", 5.022762, 5);
        AssertCenters(means, "steel", 5, 4.977341);
        AssertCenters(means, "heat", -5, -4.977341);
        AssertCenters(medians, "coal", 30 * Math.Exp(0.125), 30);
        AssertCenters(means, "coal", 30, 30 * Math.Exp(-0.125));
    }

    private static readonly Flow Biogenic = Flow.Elementary("ch4-bio", Some.Kilogram, "Methane, biogenic", "air");

    internal static MethodRow Row(int category, Flow flow, double factor, Uncertainty uncertainty) =>
        new(category, flow.Id, factor, flow.Unit) { Direction = ExchangeDirection.Output, Uncertainty = uncertainty };

    internal static ImpactMethod MethodOf(string[] codes, params MethodRow[] rows) =>
        new("test", [.. codes.Select(code => new ImpactCategory(code, "kg CO2e"))], [.. rows]);

    // Total, fossil, biogenic; then categories of ore.
    private static ImpactMethod GroupsOf(int categories)
    {
        List<MethodRow> rows =
        [
            Row(0, Some.Co2, 1, Uncertainty.None), Row(1, Some.Co2, 1, Uncertainty.None),
            Row(0, Methane, 29.8, Uncertainty.Lognormal(0.25)), Row(1, Methane, 29.8, Uncertainty.Lognormal(0.25)),
            Row(0, Biogenic, 27, Uncertainty.Triangular(20, 40)), Row(2, Biogenic, 27, Uncertainty.Triangular(20, 40)),
        ];
        for (int k = 3; k < categories; k++) rows.Add(Row(k, Some.Ore, k, Uncertainty.Normal(0.1)));
        return MethodOf(["total", "fossil", "biogenic", .. Enumerable.Range(3, categories - 3).Select(k => $"ore{k}")], [.. rows]);
    }

    private static MethodRow[] RowsFor(Random random) =>
    [
        Row(0, Some.Co2, 1, Uncertainty.Lognormal(0.1 + (0.3 * random.NextDouble()))),
        Row(1, Some.Ore, -2, Uncertainty.Normal(0.2)),
        Row(1, Some.Co2, 0.1, Uncertainty.Normal(0.01)),
    ];

    private static MonteCarloModel ModelOf(MethodRow[] rows, IEnumerable<Process> processes, params ReadOnlySpan<string> products)
    {
        LciDatabase database = LciDatabase.Create("test", null, processes);
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(database));
        List<int> columns = [];
        foreach (string product in products) columns.Add(solver.System.FindColumn(product));
        return MonteCarloModel.Prepare(solver, Characterization.Match(MethodOf(["climate", "resources"], rows), database), [.. columns]);
    }

    private static void AssertSame(MonteCarloResult expected, MonteCarloResult found, IEnumerable<string> products)
    {
        foreach (string id in products)
        {
            for (int k = 0; k < 2; k++)
                Assert.Equal(Results.Bits(expected.SamplesOf(expected.Model.System.FindColumn(id), k)), Results.Bits(found.SamplesOf(found.Model.System.FindColumn(id), k)));
        }
    }

    private static void AssertCenters(MonteCarloResult result, string product, double mean, double median)
    {
        SampleStatistics statistics = result.Statistics(result.Model.System.FindColumn(product), 0);
        MonteCarloRunTests.AssertWithin(mean, statistics.Mean, 4 * statistics.MeanStandardError);
        MonteCarloRunTests.AssertWithin(median, statistics.Median, 4 * statistics.Quantile(0.5).StandardError);
    }

    private static MonteCarloOptions Options(int samples) => new() { Samples = samples, Seed = 11 };

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average();
        double meanB = b.Average();
        double product = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return product / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
