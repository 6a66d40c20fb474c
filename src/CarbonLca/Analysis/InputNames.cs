using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Studies;
using CarbonLca.Systems;

namespace CarbonLca.Analysis;

/// <summary>Names the inputs of a system, by the lines of a study where it has one.</summary>
public sealed class InputNames
{
    private readonly LciDatabase _database;
    private readonly Dictionary<string, StudyForegroundLine> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _factors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _assemblies = new(StringComparer.Ordinal);

    /// <summary>The names of a system's inputs.</summary>
    /// <param name="system">The system.</param>
    /// <param name="foreground">The study whose foreground is part of it; null for a system without a study.</param>
    public InputNames(ProductSystem system, StudyForeground? foreground = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        _database = system.Database;
        if (foreground is null) return;
        foreach (StudyForegroundLine line in foreground.Lines)
        {
            _lines.Add(line.ProcessId, line);
            _lines.Add($"{line.ProcessId}/factor", line);
            _factors.Add($"{line.ProcessId}/factor");
        }

        _assemblies.Add(foreground.Top.Id);
        foreach (StudyForegroundStage stage in foreground.Stages) _assemblies.Add(stage.ProcessId);
    }

    /// <summary>The name of an exchange.</summary>
    /// <param name="exchange">The row of the <see cref="ExchangeTable"/>.</param>
    public InputName this[int exchange]
    {
        get
        {
            ExchangeTable table = _database.Exchanges;
            int process = table.ProcessOf(exchange);
            Flow flow = _database.Flows[table.Flow[exchange]];
            int provider = table.Provider[exchange];
            string processId = _database.Processes.Id(process);

            // The output that the process is described per, and one input: the line's amount.
            const int OfOneInput = 2;
            return new InputName
            {
                Exchange = exchange,
                ProcessId = processId,
                Process = new Wording(_database.Processes.NameIn(process, Language.English), _database.Processes.NameIn(process, Language.Chinese)),
                Location = _database.Processes.Location(process),
                FlowId = flow.Id,
                Flow = new Wording(flow.NameIn(Language.English), flow.NameIn(Language.Chinese)),
                Unit = flow.Unit.Symbol,
                ProviderId = provider < 0 ? null : _database.Processes.Id(provider),
                Group = table.Details.GroupOf(exchange),
                Line = _lines.GetValueOrDefault(processId),
                NamesFlow = _factors.Contains(processId) || table.Starts[process + 1] - table.Starts[process] > OfOneInput,
            };
        }
    }

    /// <summary>The name of a characterisation factor.</summary>
    /// <param name="method">The method.</param>
    /// <param name="row">The row of <see cref="ImpactMethod.Rows"/>.</param>
    public static InputName OfFactor(ImpactMethod method, int row)
    {
        ArgumentNullException.ThrowIfNull(method);
        MethodRow factor = method.Rows[row];
        return new InputName
        {
            Exchange = -1,
            FactorRow = row,
            ProcessId = method.Id,
            Process = method.LabelOf(factor),
            Location = factor.Location,
            FlowId = factor.Flow,
            Flow = Wording.Same(factor.Flow),
            Unit = $"{method.Categories[factor.Category].Unit}/{factor.Unit.Symbol}",
            Group = factor.Uncertainty.Group,
        };
    }

    /// <summary>
    /// Whether a number of the exchange is an input somebody could know better: not the amount of 1 by which a study puts its lines and stages
    /// together, nor the output that a process is described per, unless that is uncertain.
    /// </summary>
    /// <param name="exchange">The row of the <see cref="ExchangeTable"/>.</param>
    public bool IsInput(int exchange)
    {
        ExchangeTable table = _database.Exchanges;
        if (table.Kind[exchange] != (byte)UncertaintyKind.None) return true;
        int process = table.ProcessOf(exchange);
        bool isReference = table.Flow[exchange] == _database.Processes.ReferenceFlow(process) && _database.Flows.Kind(table.Flow[exchange]) != FlowKind.Elementary;
        return !isReference && !_assemblies.Contains(_database.Processes.Id(process));
    }
}
