using System.Collections.Immutable;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Quantities;

namespace CarbonLca.Benchmarks.Generator;

/// <summary>A synthetic system as a database of processes, every input naming its provider, and its factors as a method.</summary>
internal static class SyntheticDatabase
{
    private static readonly string[] VoltageLevels = ["electricity, high voltage", "electricity, medium voltage", "electricity, low voltage"];
    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Unit KilowattHour = Unit.Parse("kWh");
    private static readonly Unit Dollar = Unit.Parse("USD 2020");

    /// <summary>The id of the process in a column; ids ascend with the columns.</summary>
    public static string ProcessId(int column) => $"p{column:D7}";

    /// <summary>Processes and flows of a system. Every amount but the reference output is lognormal.</summary>
    public static LciDatabase ToDatabase(this SyntheticSystem system)
    {
        int n = system.Processes.Count;
        Dictionary<int, Flow> flowOfFamily = [];
        Flow[] reference = new Flow[n];
        for (int j = 0; j < n; j++)
        {
            SyntheticProcess process = system.Processes[j];
            if (!flowOfFamily.TryGetValue(process.Family, out Flow? flow))
                flowOfFamily.Add(process.Family, flow = FlowOf(process));
            reference[j] = flow;
        }

        Flow[] elementary = new Flow[system.Biosphere.RowCount];
        for (int k = 0; k < elementary.Length; k++)
            elementary[k] = Flow.Elementary(ElementaryId(k), Kilogram, ElementaryName(system, k), "air");

        IEnumerable<Process> processes = Enumerable.Range(0, n).Select(j => ProcessOf(system, j, reference, elementary));
        return LciDatabase.Create(system.Spec.Name, "1", processes, elementary);
    }

    /// <summary>C as a method table; flows are named by id.</summary>
    public static ImpactMethod ToMethod(this SyntheticSystem system)
    {
        ImmutableArray<ImpactCategory> categories = [.. GreenhouseGasFlows.Categories.Select(code => new ImpactCategory(code, "kg CO2e"))];
        ImmutableArray<MethodRow>.Builder rows = ImmutableArray.CreateBuilder<MethodRow>(system.Factors.EntryCount);
        for (int flow = 0; flow < system.Factors.ColumnCount; flow++)
        {
            for (int p = system.Factors.ColumnStarts[flow]; p < system.Factors.ColumnStarts[flow + 1]; p++)
                rows.Add(new MethodRow(system.Factors.RowIndices[p], ElementaryId(flow), system.Factors.Values[p], Kilogram) { Direction = ExchangeDirection.Output });
        }
        return new ImpactMethod($"{system.Spec.Name}-factors", categories, rows.MoveToImmutable());
    }

    /// <summary>The standard deviation of an amount's logarithm, the next one of a process: 0.05 to 0.4.</summary>
    public static double Spread(RandomStream random) => 0.05 + (0.05 * random.Index(8));

    private static Process ProcessOf(SyntheticSystem system, int column, Flow[] reference, Flow[] elementary)
    {
        SyntheticProcess what = system.Processes[column];
        RandomStream random = new(system.Spec.Seed, StreamPurpose.Uncertainty, column);
        CscMatrix a = system.Technosphere;
        CscMatrix b = system.Biosphere;
        List<Exchange> exchanges = [];
        for (int p = a.ColumnStarts[column]; p < a.ColumnStarts[column + 1]; p++)
        {
            int row = a.RowIndices[p];
            if (a.Values[p] == 0)
                continue;
            Exchange exchange = Line(reference[row], a.Values[p]);
            exchanges.Add(row == column ? exchange : exchange with { ProviderId = ProcessId(row), Uncertainty = Spread() });
        }
        for (int p = b.ColumnStarts[column]; p < b.ColumnStarts[column + 1]; p++)
            exchanges.Add(Line(elementary[b.RowIndices[p]], b.Values[p]) with { Uncertainty = Spread() });

        return new Process(ProcessId(column), NameOf(what, reference[column].Name), reference[column])
        {
            Location = what.Region < 0 ? "GLO" : $"R{what.Region:D4}",
            Exchanges = [.. exchanges],
        };

        static Exchange Line(Flow flow, double value) =>
            new(flow, value > 0 ? ExchangeDirection.Output : ExchangeDirection.Input, Math.Abs(value));

        Uncertainty Spread() => Uncertainty.Lognormal(SyntheticDatabase.Spread(random));
    }

    private static Flow FlowOf(SyntheticProcess process)
    {
        string id = $"f{process.Family:D7}";
        return process.Role switch
        {
            ProcessRole.Sector => Flow.Product(id, Dollar, $"sector {process.Family:D5}"),
            ProcessRole.Treatment or ProcessRole.WasteMarket => Flow.Waste(id, Kilogram, $"waste {process.Family:D5}"),
            _ when process.Family < VoltageLevels.Length => Flow.Product(id, KilowattHour, VoltageLevels[process.Family]),
            _ => Flow.Product(id, Kilogram, $"product {process.Family:D5}"),
        };
    }

    private static string NameOf(SyntheticProcess process, string flow) => process.Role switch
    {
        ProcessRole.Market or ProcessRole.WasteMarket => $"market for {flow}",
        ProcessRole.Treatment => $"treatment of {flow}",
        ProcessRole.Transformation => $"transformation to {flow}",
        ProcessRole.Sector => flow,
        _ => $"production of {flow}",
    };

    private static string ElementaryId(int flow) => $"e{flow:D5}";

    private static string ElementaryName(SyntheticSystem system, int flow) =>
        system.Spec is InputOutputSpec ? $"direct impact, {GreenhouseGasFlows.Categories[flow]}"
        : flow < GreenhouseGasFlows.All.Count ? GreenhouseGasFlows.All[flow].Name
        : $"elementary flow {flow:D5}";
}
