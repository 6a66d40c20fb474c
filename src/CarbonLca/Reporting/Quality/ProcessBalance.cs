using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Reporting.Quality;

/// <summary>What a process takes in and gives out, measured as mass or as energy (REQ-23).</summary>
/// <remarks>
/// <para>
/// Flows count by their unit or by a property that the data declare, such as mass or net calorific value. A process is checked where its
/// reference flow and at least one input can be measured so; aggregates, which have no inputs, cannot be.
/// </para>
/// <para>
/// Mass: what enters leaves. Oxygen taken from the air is hardly ever recorded, so that carbon dioxide given out counts by its carbon,
/// 12/44, unless oxygen or air is an input. Energy: no more leaves as product than enters; losses are not recorded, so less may.
/// </para>
/// </remarks>
/// <param name="ProcessId">The process.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsEnergy">Whether energy is measured; otherwise mass.</param>
/// <param name="In">What enters, in kg or MJ.</param>
/// <param name="Out">What leaves, in kg or MJ.</param>
public sealed record ProcessBalance(string ProcessId, Wording Name, bool IsEnergy, double In, double Out)
{
    /// <summary>The largest difference, as a share of what enters or leaves, that is not remarked.</summary>
    public const double DefaultTolerance = 0.05;

    private const double CarbonInCarbonDioxide = 12.0 / 44;
    private const int NamesInMessage = 5;
    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Unit Megajoule = Unit.Parse("MJ");

    /// <summary>The difference as a share of the larger side; energy that is lost counts as none.</summary>
    public double Imbalance => IsEnergy && Out <= In ? 0 : Math.Abs(In - Out) / Math.Max(Math.Abs(In), Math.Abs(Out));

    /// <summary>The balances of the processes that can be checked.</summary>
    /// <param name="database">The data.</param>
    /// <param name="processes">The indices of the processes.</param>
    public static IEnumerable<ProcessBalance> Of(LciDatabase database, IEnumerable<int> processes)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(processes);
        Contents masses = new(database, Kilogram);
        Contents energies = new(database, Megajoule);
        foreach (int process in processes)
        {
            if (Of(database, process, masses, isEnergy: false) is { } mass) yield return mass;
            if (Of(database, process, energies, isEnergy: true) is { } energy) yield return energy;
        }
    }

    /// <summary>A warning with numbers about the balances beyond a tolerance; null when there are none.</summary>
    /// <param name="balances">The balances.</param>
    /// <param name="tolerance">The largest share that is not remarked.</param>
    public static Diagnostic? Describe(IEnumerable<ProcessBalance> balances, double tolerance = DefaultTolerance)
    {
        ArgumentNullException.ThrowIfNull(balances);
        if (!(tolerance >= 0)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A tolerance is zero or more.");
        ImmutableArray<ProcessBalance> beyond = [.. balances.Where(b => b.Imbalance > tolerance).OrderByDescending(b => b.Imbalance).ThenBy(b => b.ProcessId, StringComparer.Ordinal)];
        if (beyond.IsEmpty) return null;
        string more = beyond.Length > NamesInMessage ? ", …" : string.Empty;
        return Diagnostic.Warning(
            FindingCode.Imbalance,
            $"{beyond.Length} {(beyond.Length == 1 ? "process does" : "processes do")} not balance within {Digits.Percent(100 * tolerance)} %: {string.Join(", ", beyond.Take(NamesInMessage).Select(b => b.Text(Language.English)))}{more}.",
            $"有 {beyond.Length} 个过程的收支差超过 {Digits.Percent(100 * tolerance)} %：{string.Join("、", beyond.Take(NamesInMessage).Select(b => b.Text(Language.Chinese)))}{(more.Length > 0 ? "……" : string.Empty)}。") with
        {
            Next = new Wording("Look for inputs, wastes or emissions that are missing, and for units.", "请检查是否遗漏投入、废物或排放，以及单位是否正确。"),
        };
    }

    private string Text(Language language)
    {
        string unit = IsEnergy ? "MJ" : "kg";
        return language == Language.Chinese
            ? $"“{Name.Zh}”（{(IsEnergy ? "能量" : "质量")}：进 {Digits.Significant(In)} {unit}，出 {Digits.Significant(Out)} {unit}）"
            : $"'{Name.En}' ({(IsEnergy ? "energy" : "mass")}: in {Digits.Significant(In)} {unit}, out {Digits.Significant(Out)} {unit})";
    }

    private static ProcessBalance? Of(LciDatabase database, int process, Contents contents, bool isEnergy)
    {
        ExchangeTable table = database.Exchanges;
        if (contents.Of(database.Processes.ReferenceFlow(process)) is null) return null;
        double enters = 0;
        double leaves = 0;
        double carbonDioxide = 0;
        bool hasInput = false;
        bool takesAir = false;
        for (int row = table.Starts[process]; row < table.Starts[process + 1]; row++)
        {
            if (table.IsAvoided(row)) continue;
            bool isElementary = database.Flows.Kind(table.Flow[row]) == FlowKind.Elementary;
            if (isEnergy && isElementary && table.IsOutput(row)) continue;
            if (contents.Of(table.Flow[row]) is not { } content) continue;
            Flow flow = database.Flows[table.Flow[row]];
            if (EquivalentFlow.Is(flow)) return null;
            double amount = table.Amount[row] * content;
            if (!table.IsOutput(row))
            {
                enters += amount;
                hasInput |= amount > 0;
                takesAir |= isElementary && (StartsWith(flow, "Oxygen") || StartsWith(flow, "Air"));
            }
            else if (isElementary && StartsWith(flow, "Carbon dioxide"))
            {
                carbonDioxide += amount;
            }
            else
            {
                leaves += amount;
            }
        }

        if (!hasInput) return null;
        leaves += carbonDioxide * (takesAir ? 1 : CarbonInCarbonDioxide);
        Wording name = new(database.Processes.NameIn(process, Language.English), database.Processes.NameIn(process, Language.Chinese));
        return new ProcessBalance(database.Processes.Id(process), name, isEnergy, enters, leaves);
    }

    private static bool StartsWith(Flow flow, string name) => flow.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>How much mass or energy one reference unit of each flow has; each flow is looked at once.</summary>
    internal sealed class Contents(LciDatabase database, Unit unit)
    {
        private readonly double?[] _contents = new double?[database.Flows.Length];
        private readonly bool[] _known = new bool[database.Flows.Length];

        /// <summary>Null where the data do not say.</summary>
        public double? Of(int flow)
        {
            if (_known[flow]) return _contents[flow];
            _known[flow] = true;
            return _contents[flow] = Find(database.Flows[flow]);
        }

        private double? Find(Flow flow)
        {
            if (flow.Unit.ConvertsTo(unit)) return flow.Unit.To(unit);
            foreach (FlowProperty property in flow.Properties)
                if (property.Unit.ConvertsTo(unit)) return property.Amount * property.Unit.To(unit);
            return null;
        }
    }
}
