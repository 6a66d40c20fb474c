using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Quantities;

namespace CarbonLca.Tests.Model;

public sealed class UncertaintyTests
{
    private const double Rounding = 1e-12;

    private static readonly Flow Co2 = Flow.Elementary("co2", Unit.Parse("kg"));
    private static readonly Flow Steel = Flow.Product("steel", Unit.Parse("kg"));

    /// <summary>The closed-form mean of every kind about an amount.</summary>
    public static TheoryData<Uncertainty, double, double, double> Means => new()
    {
        { Uncertainty.Lognormal(Math.Log(1.1)), 5, 5.022762, 1e-6 }, // M08
        { Uncertainty.Lognormal(0.5), -2, -2 * Math.Exp(0.125), Rounding },
        { Uncertainty.Normal(3), 2, 2, Rounding },
        { Uncertainty.Triangular(1, 4), 3, 8.0 / 3, Rounding }, // M02
        { Uncertainty.Uniform(2, 6), 5, 4, Rounding },
        { Uncertainty.BetaPert(1, 3), 2, 2, Rounding }, // M04
        { Uncertainty.Beta(3.3, 2.2, 0, 1), 0.5, 0.6, Rounding }, // M03
        { Uncertainty.Gamma(2, 5, 100), 100, 110, Rounding }, // M05
        { Uncertainty.Weibull(2, 1), 1, 2, Rounding },
        { Uncertainty.Bernoulli(0.25), 1, 0.25, Rounding },
        { Uncertainty.DiscreteUniform(-2, 8), 0, 3, Rounding },
        { Uncertainty.StudentT(5, 2), 7, 7, Rounding },
        { Uncertainty.GeneralizedExtremeValue(2, 0), 3, 3 + (2 * 0.57721566490153286), Rounding },
        { Uncertainty.Array(UncertaintyKind.ArraySequential, 1, 2, 6), 0, 3, Rounding },
        { Uncertainty.Array(UncertaintyKind.ArrayRandom, 1, 2, 6), 0, 3, Rounding },
        { Uncertainty.Array(UncertaintyKind.ArrayCombinatorial, 1, 2, 6), 0, 3, Rounding },
    };

    [Theory]
    [MemberData(nameof(Means))]
    public void Every_kind_gives_its_distribution(Uncertainty uncertainty, double amount, double mean, double tolerance)
    {
        Distribution distribution = uncertainty.DistributionOf(amount, out DegenerateParameter change);
        Assert.Equal(DegenerateParameter.None, change);
        Assert.Equal(mean, distribution.Mean, tolerance * Math.Max(1, Math.Abs(mean)));
    }

    [Theory]
    [MemberData(nameof(Means))]
    public void With_the_opposite_sign_every_quantile_has_the_opposite_sign(Uncertainty uncertainty, double amount, double mean, double tolerance)
    {
        Distribution distribution = uncertainty.DistributionOf(amount, out _);
        Distribution opposite = uncertainty.Times(-1).DistributionOf(-amount, out _);
        Assert.Equal(-mean, opposite.Mean, tolerance * Math.Max(1, Math.Abs(mean)));
        foreach (double p in (double[])[0.1, 0.26, 0.52, 0.9])
            Assert.Equal(-distribution.Quantile(p), opposite.Quantile(1 - p), 1e-9 * Math.Max(1, Math.Abs(distribution.Quantile(p))));
        Assert.Equal(uncertainty, uncertainty.Times(-1).Times(-1));
    }

    [Theory]
    [MemberData(nameof(Means))]
    public void In_another_unit_every_quantile_is_converted(Uncertainty uncertainty, double amount, double mean, double tolerance)
    {
        if (uncertainty.Kind.CountsWholeUnits())
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => uncertainty.Times(1000));
            return;
        }

        Distribution distribution = uncertainty.Times(1000).DistributionOf(1000 * amount, out _);
        Assert.Equal(1000 * mean, distribution.Mean, 1000 * tolerance * Math.Max(1, Math.Abs(mean)));
        Assert.Equal(1000 * uncertainty.DistributionOf(amount, out _).Quantile(0.3), distribution.Quantile(0.3), 1e-9 * Math.Max(1, Math.Abs(1000 * mean)));
    }

    [Fact]
    public void A_truncated_distribution_stays_within_its_bounds()
    {
        Distribution lognormal = Uncertainty.Lognormal(1).Truncated(0.5, 3).DistributionOf(1, out _);
        Assert.Equal((0.5, 3), (lognormal.Quantile(0), lognormal.Quantile(1)));
        Distribution gamma = Uncertainty.Gamma(2, 5, 1).Truncated(null, 20).Times(-2).DistributionOf(-6, out _);
        Assert.Equal((-40, -2), (gamma.Quantile(0), gamma.Quantile(1)));
        Assert.Throws<ArgumentException>(() => Uncertainty.Gamma(2, 5).Truncated(1, null));
        Assert.Throws<ArgumentException>(() => Uncertainty.Uniform(0, 1).Truncated(null, 0.5));
        Assert.Throws<ArgumentException>(() => Uncertainty.Normal(1).Truncated(2, 1));
    }

    /// <summary>Parameters that describe no random quantity, and the rule that says so.</summary>
    public static TheoryData<Uncertainty, double, DegenerateParameter> Degenerate => new()
    {
        { new Uncertainty(UncertaintyKind.Lognormal, 0, 0, 0), 3, DegenerateParameter.ZeroSpread },
        { Uncertainty.Lognormal(0.1), 0, DegenerateParameter.ZeroMedian },
        { new Uncertainty(UncertaintyKind.Normal, 0, 0, 0), 3, DegenerateParameter.ZeroSpread },
        { new Uncertainty(UncertaintyKind.Uniform, 0, 2, 2), 3, DegenerateParameter.EqualBounds },
        { new Uncertainty(UncertaintyKind.Triangular, 0, 2, 2), 3, DegenerateParameter.EqualBounds },
        { Uncertainty.Triangular(1, 2), 3, DegenerateParameter.ModeOutside },
        { Uncertainty.BetaPert(1, 2), 3, DegenerateParameter.ModeOutside },
        { new Uncertainty(UncertaintyKind.Bernoulli, 0, 0, 0) { Shape = 1 }, 3, DegenerateParameter.CertainOutcome },
        { Uncertainty.Array(UncertaintyKind.ArrayRandom, 4, 4), 3, DegenerateParameter.EqualValues },
        { Uncertainty.Normal(1e-3).Truncated(5, 6), 3, DegenerateParameter.EmptyTruncation },
    };

    [Theory]
    [MemberData(nameof(Degenerate))]
    public void A_degenerate_distribution_is_the_fixed_amount_and_says_why(Uncertainty uncertainty, double amount, DegenerateParameter why)
    {
        Distribution distribution = uncertainty.DistributionOf(amount, out DegenerateParameter change);
        Assert.Equal((why, Distribution.Constant(amount)), (change, distribution));
    }

    [Fact]
    public void Impossible_parameters_are_refused_with_the_names_of_process_and_flow()
    {
        Process process = Process.Producing(1, Steel).With(new Exchange(Co2, ExchangeDirection.Output, 1) { Uncertainty = new Uncertainty(UncertaintyKind.Weibull, 1, 0, 0) });
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => LciDatabase.Of(process));
        Assert.Equal("Process 'steel' has an impossible distribution for 'co2': the shape 0 is not greater than 0.", Assert.Single(refusal.Findings).What.En);
    }

    [Theory]
    [InlineData(UncertaintyKind.Gamma, 1, 2e10)]
    [InlineData(UncertaintyKind.Beta, 1e300, 2)]
    [InlineData(UncertaintyKind.Beta, 2, 1e300)]
    [InlineData(UncertaintyKind.BetaPert, 0, 1e15)]
    public void Shapes_whose_draws_would_take_for_ever_are_refused(UncertaintyKind kind, double scale, double shape)
    {
        Uncertainty uncertainty = new(kind, scale, 0, kind == UncertaintyKind.Gamma ? 0 : 1) { Shape = shape };
        Wording fault = Assert.NotNull(uncertainty.Fault());
        Assert.Contains("larger than", fault.En, StringComparison.Ordinal);
        Assert.Contains("大于", fault.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void Details_come_back_from_the_table_and_count_in_the_digest()
    {
        Uncertainty[] all =
        [
            Uncertainty.Lognormal(0.2).InGroup("weather"), Uncertainty.Lognormal(0.2), Uncertainty.Gamma(2, 3).Times(-1), Uncertainty.BetaPert(0, 9),
            Uncertainty.Normal(1).Truncated(0, null), Uncertainty.Array(UncertaintyKind.ArrayRandom, 3, 1, 2), Uncertainty.StudentT(3, 1).InGroup("age"),
        ];
        LciDatabase database = LciDatabase.Of(Emitting(all));
        Assert.Equal(all.ToHashSet(), database.Process(0).Exchanges.Select(e => e.Uncertainty).Where(u => u.Kind != UncertaintyKind.None).ToHashSet());
        Assert.Equal<string>(["age", "weather"], database.Exchanges.Details.Groups);
        Assert.Equal(6, database.Exchanges.Details.Count);
        Assert.Equal(database.Digest, LciDatabase.Of(Emitting([.. all.Reverse()])).Digest);
        string[] digests = [database.Digest, LciDatabase.Of(Emitting([.. all[1..]])).Digest, LciDatabase.Of(Emitting([Uncertainty.Lognormal(0.2).InGroup("other"), .. all[1..]])).Digest];
        Assert.Equal(3, digests.Distinct().Count());
    }

    [Fact]
    public void The_digest_of_a_database_without_details_is_what_it_always_was()
    {
        LciDatabase database = LciDatabase.Of(Emitting([Uncertainty.Lognormal(0.2), Uncertainty.Uniform(1, 2)]));
        Assert.Same(UncertaintyDetails.None, database.Exchanges.Details);
        Assert.Equal("ac352f10cbfda0a49f1667af5a35055fd22ff51f55dae7acc7f56c427785c34d", database.Digest);
    }

    [Fact]
    public void Combinatorial_arrays_visit_every_combination_once()
    {
        LciDatabase database = LciDatabase.Of(Emitting(
        [
            Uncertainty.Array(UncertaintyKind.ArrayCombinatorial, 1, 2),
            Uncertainty.Array(UncertaintyKind.ArrayCombinatorial, 10, 20, 30),
            Uncertainty.Array(UncertaintyKind.ArrayCombinatorial, 5, 6).InGroup("both"),
            Uncertainty.Array(UncertaintyKind.ArrayCombinatorial, -5, -6).InGroup("both"),
        ]));
        ExchangeTable table = database.Exchanges;
        Distribution[] drawn = [.. Enumerable.Range(0, table.Count).Where(r => table.Kind[r] != 0).Select(r => table.DistributionOf(r, out _))];
        HashSet<string> seen = [.. Enumerable.Range(0, 12).Select(k => string.Join(' ', drawn.Select(d => Sampler.Sample(SamplingOptions.Default, 0, new SampledParameter(new ParameterKey(1), d), k))))];
        Assert.Equal(12, seen.Count);
    }

    private static Process Emitting(Uncertainty[] distributions) =>
        distributions.Aggregate(Process.Producing(1, Steel), (process, u) => process.With(new Exchange(Co2, ExchangeDirection.Output, 1) { Uncertainty = u }));
}
