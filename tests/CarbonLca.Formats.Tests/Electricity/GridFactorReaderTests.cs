using System.Globalization;
using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Electricity;
using CarbonLca.Formats.Packaging;
using CarbonLca.Model;
using CarbonLca.TestSupport;

namespace CarbonLca.Formats.Tests.Electricity;

public sealed class GridFactorReaderTests
{
    private const string Areas = "area,level,parent,name,name_zh\nXX,market,,Nowhere,无处\n";
    private const string Header = "area,kind,generation,scope,year,value,unit,gwp_set,source,confidence,note\n";

    [Theory]
    [InlineData("CN", 2024, 0.5777)]
    [InlineData("中国", 2023, 0.6205)]
    public void REQ_65_a_product_footprint_uses_the_footprint_factor(string area, int year, double expected)
    {
        GridFactorChoice choice = BundledData.ElectricityFactors.Choose(new GridFactorQuery(area, year));
        Assert.Equal(expected, choice.FactorOrRefusal().KilogramsPerKilowattHour);
        Assert.Empty(choice.Findings);
    }

    [Theory]
    [InlineData("CN", 2021, 0.5568)]
    [InlineData("CN", 2022, 0.5366)]
    [InlineData("CN", 2023, 0.5306)]
    [InlineData("Guangdong", 2023, 0.4419)]
    [InlineData("云南", 2022, 0.1073)]
    [InlineData("cn-northwest", 2021, 0.5951)]
    public void REQ_65_an_organisation_uses_the_CO2_factor_of_its_area(string area, int year, double expected)
    {
        GridFactor factor = BundledData.ElectricityFactors.Choose(new GridFactorQuery(area, year) { Purpose = ElectricityPurpose.OrganisationAccount }).FactorOrRefusal();
        Assert.Equal(expected, factor.KilogramsPerKilowattHour);
        Assert.Equal(FactorScope.Combustion, factor.Key.Scope);
    }

    [Fact]
    public void REQ_65_Tibet_has_no_value_and_a_choice_is_asked_for()
    {
        GridFactorChoice choice = BundledData.ElectricityFactors.Choose(new GridFactorQuery("西藏", 2023) { Purpose = ElectricityPurpose.OrganisationAccount });
        Assert.Null(choice.Factor);
        Diagnostic error = Assert.Single(choice.Findings);
        Assert.Equal((Severity.Error, FindingCode.MissingFactor), (error.Severity, error.Code));
        Assert.Equal("Choose the area whose factor stands for it: Southwest China grid (CN-SOUTHWEST) or China (CN); or give a factor of your own.", error.Next!.Value.En);
        Assert.Contains("西南（CN-SOUTHWEST） 或 中国（CN）", error.Next!.Value.Zh, StringComparison.Ordinal);
        Assert.Throws<InputRefusedException>(choice.FactorOrRefusal);
    }

    [Fact]
    public void REQ_65_a_province_uses_the_nation_s_footprint_factor_and_says_so()
    {
        GridFactorChoice choice = BundledData.ElectricityFactors.Choose(new GridFactorQuery("CN-XZ", 2024));
        Assert.Equal(0.5777, choice.FactorOrRefusal().KilogramsPerKilowattHour);
        Assert.Equal((Severity.Note, FindingCode.DefaultAssumed), (choice.Findings[0].Severity, choice.Findings[0].Code));
    }

    [SharedDataFact]
    public void REQ_65_every_row_of_the_reference_table_is_restated()
    {
        GridFactorTable table = BundledData.ElectricityFactors;
        IReadOnlyList<IReadOnlyDictionary<string, string>> rows = ReferenceTable.Read(SharedData.Path("reference/tables/grid_factors_cn.csv"));
        HashSet<GridFactorKey> found = [];
        foreach (IReadOnlyDictionary<string, string> row in rows)
        {
            GridFactorKey key = KeyOf(row, table);
            GridFactor? factor = table.Find(key);
            Assert.True(factor is not null && found.Add(key), $"The table has no '{key}' of its own.");
            Assert.True(factor.Value.Value == double.Parse(row["value"], CultureInfo.InvariantCulture), $"{key}: {factor.Value} instead of {row["value"]}");
            bool isDoubtful = key is { Kind: GridFactorKind.Grid, Year: 2023 }; // two restatements disagree
            Assert.Equal(isDoubtful ? "unverified" : row["confidence"], factor.Confidence);
            Assert.NotEmpty(factor.Source);
            Assert.NotNull(factor.Note);
        }

        Assert.Equal(rows.Count, table.Factors.Count(f => table.MarketOf(table.FindArea(f.Key.Area)!).Code == "CN"));
    }

    [Fact]
    public void Factors_agree_with_the_background_processes_of_the_same_figure()
    {
        GridFactorTable table = BundledData.ElectricityFactors;
        using SourceFiles source = BundledData.OpenTables("ict-background");
        LciDatabase background = LciFormats.Read(source).Database!;
        Assert.Equal(Emitted("electricity-cn-2024"), Factor("CN", GridFactorKind.Mix, GenerationType.Mix, FactorScope.LifeCycle, 2024));
        Assert.Equal(Emitted("electricity-cn-wind-2024"), Factor("CN", GridFactorKind.Plant, GenerationType.Wind, FactorScope.LifeCycleWithoutGrid, 2024));
        Assert.Equal(Emitted("grid-transmission-cn-2023"), Factor("CN", GridFactorKind.Grid, GenerationType.Mix, FactorScope.LifeCycle, 2023));
        Assert.Equal(Emitted("electricity-de-2023"), Factor("DE", GridFactorKind.Mix, GenerationType.Mix, FactorScope.LifeCycleWithoutGrid, 2023));
        Process process = table.Factors.First(f => f.Key.Scope == FactorScope.Combustion).ToProcess("co2", background);
        LciDatabase joined = background.With("joined", [process, table.Find(new GridFactorKey("CN", GridFactorKind.Mix, GenerationType.Mix, FactorScope.LifeCycle, 2024))!.ToProcess("mix", background)]);
        Assert.Equal(background.Flows.Length + 2, joined.Flows.Length);

        double Emitted(string id) => background.Process(background.FindProcess(id)).Exchanges.Single(e => e.Flow.Kind == FlowKind.Elementary).Amount;
        double Factor(string area, GridFactorKind kind, GenerationType generation, FactorScope scope, int year) =>
            table.Find(new GridFactorKey(area, kind, generation, scope, year))!.KilogramsPerKilowattHour;
    }

    [Fact]
    public void Factors_of_one_s_own_are_read_onto_a_table()
    {
        GridFactorReading reading = Read(null, "CN,mix,mix,life-cycle,2025,0.55,kg CO2e/kWh,AR6,own estimate,assumption,\n", BundledData.ElectricityFactors);
        Assert.Empty(reading.Findings);
        GridFactor factor = reading.TableOrRefusal().Choose(new GridFactorQuery("CN-GD", 2025)).FactorOrRefusal();
        Assert.Equal((0.55, GwpSet.AR6, "assumption"), (factor.KilogramsPerKilowattHour, factor.GwpSet, factor.Confidence));
        Assert.Equal(FindingCode.Duplicate, Assert.Single(Read(null, "CN,mix,mix,life-cycle,2024,0.5,kg CO2e/kWh,AR6,own,assumption,\n", BundledData.ElectricityFactors).Findings).Code);
    }

    [Theory]
    [InlineData("XX,mixture,mix,life-cycle,2024,0.5,kg CO2e/kWh,AR6,s,verified,", FindingCode.UnknownName)]
    [InlineData("XX,mix,mix,life-cycle,2024,-0.5,kg CO2e/kWh,AR6,s,verified,", FindingCode.NegativeNotAllowed)]
    [InlineData("XX,mix,mix,life-cycle,2024,0.5,kg/kWh,AR6,s,verified,", FindingCode.UnitMismatch)]
    [InlineData("XX,mix,mix,combustion,2024,0.5,kg/kWh,AR6,s,verified,", FindingCode.UnknownName)]
    [InlineData("XX,mix,mix,life-cycle,,0.5,kg CO2e/kWh,AR6,s,verified,", FindingCode.MissingField)]
    [InlineData("XX,mix,mix,life-cycle,2024,0.5,kg CO2e/kWh,AR6,,verified,", FindingCode.MissingField)]
    [InlineData("YY,mix,mix,life-cycle,2024,0.5,kg CO2e/kWh,AR6,s,verified,", FindingCode.UnknownName)]
    [InlineData("XX,mix,mix,life-cycle,2024,half,kg CO2e/kWh,AR6,s,verified,", FindingCode.NotANumber)]
    public void REQ_65_a_faulty_row_refuses_the_file_by_name(string row, FindingCode code)
    {
        GridFactorReading reading = Read(Areas, row + "\n");
        Assert.Null(reading.Table);
        Assert.Contains(reading.Findings, f => f.Code == code && f.Severity == Severity.Error);
        Assert.Throws<InputRefusedException>(reading.TableOrRefusal);
    }

    [Fact]
    public void A_missing_file_is_refused() => Assert.Null(GridFactorReader.Read(new MemorySource("empty", [])).Table);

    private static GridFactorReading Read(string? areas, string rows, GridFactorTable? onto = null)
    {
        List<KeyValuePair<string, byte[]>> files = [KeyValuePair.Create("grid-factors.csv", Encoding.UTF8.GetBytes(Header + rows))];
        if (areas is not null) files.Add(KeyValuePair.Create("areas.csv", Encoding.UTF8.GetBytes(areas)));
        using MemorySource source = new("factors", files);
        return GridFactorReader.Read(source, onto);
    }

    private static GridFactorKey KeyOf(IReadOnlyDictionary<string, string> row, GridFactorTable table)
    {
        string kind = row["kind"];
        string name = row["name"];
        string area = kind == "co2_average_region" ? table.FindArea(name)!.Code : row["code"];
        int year = int.Parse(row["data_year"], CultureInfo.InvariantCulture);
        if (kind != "footprint")
        {
            GridFactorKind combustion = kind switch
            {
                "co2_excl_market_nonfossil" => GridFactorKind.Residual,
                "co2_fossil" => GridFactorKind.FossilMix,
                "ets_reporting" => GridFactorKind.Reporting,
                _ => GridFactorKind.Mix,
            };
            return new GridFactorKey(area, combustion, GenerationType.Mix, FactorScope.Combustion, year);
        }

        if (name == "全国平均") return new GridFactorKey(area, GridFactorKind.Mix, GenerationType.Mix, FactorScope.LifeCycle, year);
        if (name.StartsWith("输配电", StringComparison.Ordinal)) return new GridFactorKey(area, GridFactorKind.Grid, GenerationType.Mix, FactorScope.LifeCycle, year);
        GenerationType generation = GridFactorWords.Generations.First(g => g.Name().Zh == name);
        return new GridFactorKey(area, GridFactorKind.Plant, generation, FactorScope.LifeCycleWithoutGrid, year);
    }
}
