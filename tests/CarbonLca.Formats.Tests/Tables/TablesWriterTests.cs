using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Tables;
using CarbonLca.Model;
using CarbonLca.Quantities;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Formats.Tests.Tables;

public class TablesWriterTests
{
    [Fact]
    public void What_is_written_reads_back_to_the_same_digest()
    {
        LciDatabase database = TableSet.Example().Read().Database!;
        LciPackage again = RoundTrip(database);
        Assert.Empty(again.Findings);
        Assert.Equal(database.Digest, again.Database!.Digest);
        Assert.Equal(TablesWriter.ToFiles(database).Select(f => f.Value), TablesWriter.ToFiles(again.Database).Select(f => f.Value));
    }

    [Fact]
    public void Units_of_a_package_keep_their_symbols()
    {
        Unit[] units =
        [
            Unit.Opaque("ecopoint", "package"), new("Item(s)", Dimension.Items, 1m), new("box", Dimension.Items, 12m),
            new("t", Dimension.Mass, 907.18474m), new("kg*yr", Dimension.Mass.Times(Dimension.Time), 31536000m), Unit.Parse("USD 2012"),
            new("slug", Dimension.Mass, 14.593902937206m), new("chip", Dimension.Base("wafer"), 2m), new("die", Dimension.Base("wafer"), 0.5m),
            new("rate", Dimension.Time.Power(-1), 1m), new("lane", Dimension.Length.Times(Dimension.Time.Power(-2)), 3m),
        ];
        LciDatabase database = LciDatabase.Of([.. units.Select((u, i) => Process.Producing(i + 1, Flow.Product($"f{i:00}", u)))]);
        LciPackage again = RoundTrip(database);
        Assert.Empty(again.Findings);
        Assert.Equal(database.Digest, again.Database!.Digest);
        foreach ((Unit unit, Flow flow) in units.Zip(again.Database.Flows))
        {
            Assert.Equal(unit.Symbol, flow.Unit.Symbol);
            if (UnitCatalog.All.Any(u => u.ConvertsTo(unit))) Assert.Equal(unit, flow.Unit);
        }

        Assert.Equal(4, again.Database.Flows[7].Unit.To(again.Database.Flows[8].Unit));
    }

    [Fact]
    public void What_cannot_be_expressed_is_refused_by_name_and_nothing_is_written()
    {
        Flow twice = Flow.Product("b", new Unit("u", Dimension.Length, 1m));
        LciDatabase database = LciDatabase.Of(
            Process.Producing(1, Flow.Product("a", new Unit("u", Dimension.Mass, 1m))) with { Name = " " },
            Process.Producing(1, twice),
            new Process("idle", "Idle", twice));
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => TablesWriter.Write(database, folder));
        Assert.Equal(3, refusal.Findings.Count);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_folder_is_written_and_rewritten()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            LciDatabase database = TableSet.Example().Read().Database!;
            TablesWriter.Write(database, folder);
            Assert.True(File.Exists(Path.Combine(folder, "allocation.csv")));
            LciDatabase small = LciDatabase.Of(Process.Producing(1, Flow.Product("a", Unit.Parse("kg"))));
            TablesWriter.Write(small, folder);
            Assert.Equal(["exchanges.csv", "flows.csv", "processes.csv"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            using SourceFiles source = SourceOpener.Open(folder);
            LciPackage read = new TablesFormat().Read(source);
            Assert.Equal(small.Digest, read.Database!.Digest);
            Assert.Equal(Path.GetFileName(folder), read.Database.Name);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Any_database_reads_back_to_the_same_digest() =>
        Prop.ForAll(Databases().ToArbitrary(), database => RoundTrip(database).Database?.Digest == database.Digest)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    /// <summary>A distribution of every kind, as far as the amount lets it vary and lies in its range.</summary>
    internal static Uncertainty[] DistributionsAbout(double amount)
    {
        double width = Math.Max(1, Math.Abs(amount)) / 3;
        Uncertainty[] any =
        [
            Uncertainty.None, Uncertainty.None, Uncertainty.Normal(0.3), Uncertainty.StudentT(4.5, 2).InGroup("weather"),
            Uncertainty.GeneralizedExtremeValue(0.1, -0.2), Uncertainty.GeneralizedExtremeValue(0.1, 0.2).Times(-1),
            Uncertainty.Array(UncertaintyKind.ArraySequential, 1, 2, -3), Uncertainty.Array(UncertaintyKind.ArrayRandom, 1.0 / 3, 7).InGroup("年份, 1"),
            Uncertainty.Array(UncertaintyKind.ArrayCombinatorial, 1e-300, 1e300),
            Uncertainty.Triangular(amount - width, amount + width), Uncertainty.Uniform(amount, amount + width), Uncertainty.BetaPert(amount - width, amount + (2 * width)),
            Uncertainty.Beta(2, 3, amount - width, amount + width), Uncertainty.Normal(width).Truncated(amount - width, null), Uncertainty.Normal(width).Truncated(amount - width, amount + width),
            Uncertainty.Gamma(2, 5, amount - width), Uncertainty.Weibull(2, 5, amount - width).Truncated(null, amount + width), Uncertainty.Gamma(2, 5, -amount - width).Times(-1).InGroup("g"),
        ];
        return amount is 0 or 1
            ? [.. any, Uncertainty.Bernoulli(0.25), Uncertainty.DiscreteUniform(-1, 3)]
            : Math.Abs(amount) > 1e-300 ? [.. any, Uncertainty.Lognormal(1e-3), Uncertainty.Lognormal(1e-3).InGroup("g")] : any;
    }

    /// <summary>Small databases with awkward names, amounts and every optional part.</summary>
    internal static Gen<LciDatabase> Databases()
    {
        string[] names = ["Steel", "Stahl, \"verzinkt\"", "钢，热轧", "line\nbreak", "\ttab ", "=1+1", "'", "ß\u0301\U0001F30D", ";"];
        Unit[] units = [Unit.Parse("kg"), Unit.Parse("MJ"), Unit.Parse("t*km"), Unit.Opaque("point", "x"), new Unit("l", Dimension.Volume, 0.001m)];
        Gen<double> amount = Gen.OneOf(
            ArbMap.Default.GeneratorFor<NormalFloat>().Select(d => d.Get),
            Gen.Elements(0.0, 1.0, -1.0, 1e-300, 1e300, 0.1, double.Epsilon, 1.0 / 3));
        Gen<double> positive = Gen.Elements(0.5, 1.0, 1e-9, 3.3e7, 1.0 / 7);
        Gen<Flow> flow = from i in Gen.Choose(0, 11)
                         from name in Gen.Elements(names)
                         select new Flow($"f{i}", names[i % names.Length], (FlowKind)(i % 3), units[i % units.Length])
                         {
                             NameZh = i % 2 == 0 ? names[(i + 3) % names.Length] : null,
                             Compartment = i % 3 == 2 ? "air/high" : null,
                             Cas = i % 4 == 1 ? "74-82-8" : null,
                             Properties = i % 5 == 0 ? [new FlowProperty("volume", 1.0 / 900, Unit.Parse("m3")), new FlowProperty("price", 0.1, Unit.Parse("CNY 2020"))] : [],
                         };
        Gen<Exchange> exchange = from f in flow
                                 from a in amount
                                 from u in Gen.Elements(DistributionsAbout(a))
                                 from isOutput in Gen.Elements(true, false)
                                 from provider in Gen.Choose(0, 3)
                                 select new Exchange(f, isOutput ? ExchangeDirection.Output : ExchangeDirection.Input, a)
                                 {
                                     Uncertainty = u,
                                     ProviderId = f.Kind != FlowKind.Elementary && provider == 0 ? "p0" : null,
                                     IsAvoided = f.Kind != FlowKind.Elementary && provider == 1,
                                 };
        Gen<Process> process = from reference in flow.Where(f => f.Kind != FlowKind.Elementary)
                               from a in positive
                               from exchanges in exchange.ListOf()
                               from name in Gen.Elements(names)
                               from n in Gen.Choose(0, 5)
                               select new Process("p", name, reference)
                               {
                                   NameZh = n == 1 ? names[2] : null,
                                   Location = n > 2 ? "CN-GD" : null,
                                   Stage = (LifeCycleStage)n,
                                   DefaultAllocation = n == 2 ? AllocationKey.Physical : null,
                                   Provenance = n == 3 ? new Provenance(names[1]) { Year = 2020, GwpSet = "AR6", Note = names[3] } : null,
                                   AllocationFactors = n == 4 ? [new AllocationFactor(AllocationKey.Physical, reference.Id, null, 1.2)] : [],
                                   Exchanges = [new Exchange(reference, reference.Kind == FlowKind.Waste ? ExchangeDirection.Input : ExchangeDirection.Output, a),
                                       .. exchanges.Where(e => e.Flow.Id != reference.Id)],
                               };
        return from processes in process.NonEmptyListOf()
               select LciDatabase.Create("generated", null, processes.Select((p, i) => p with { Id = $"p{i}" }));
    }

    private static LciPackage RoundTrip(LciDatabase database)
    {
        using MemorySource source = new("again", TablesWriter.ToFiles(database));
        return new TablesFormat().Read(source);
    }
}
