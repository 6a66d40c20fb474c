using CarbonLca.Model;
using CarbonLca.Systems.Allocations;

namespace CarbonLca.Systems;

/// <summary>What one pass over the exchanges of a database tells of its processes and flows, before anything is allocated or linked.</summary>
internal sealed class ExchangeSurvey
{
    private readonly bool[] _isExchangedElementary;
    private readonly bool[] _hasSeveral;
    private readonly int[] _elementaryRows;
    private readonly double[] _made;
    private readonly double[] _used;

    private ExchangeSurvey(FlowKind[] kinds, int processCount)
    {
        Kinds = kinds;
        _isExchangedElementary = new bool[kinds.Length];
        _hasSeveral = new bool[processCount];
        _elementaryRows = new int[processCount];
        _made = new double[processCount];
        _used = new double[processCount];
    }

    /// <summary>The kind of every flow.</summary>
    public FlowKind[] Kinds { get; }

    /// <summary>Whether the amounts of some process are so large that a sum of them might be more than a double can hold.</summary>
    public bool MayOverflow { get; private set; }

    /// <summary>Looks at every exchange once.</summary>
    public static ExchangeSurvey Of(LciDatabase database)
    {
        FlowKind[] kinds = new FlowKind[database.Flows.Length];
        for (int flow = 0; flow < kinds.Length; flow++) kinds[flow] = database.Flows.Kind(flow);
        ExchangeSurvey survey = new(kinds, database.Processes.Count);
        survey.Look(database);
        return survey;
    }

    /// <summary>Whether a flow is an elementary one and some process exchanges it.</summary>
    public bool IsExchangedElementary(int flow) => _isExchangedElementary[flow];

    /// <summary>Whether a process has a function besides its reference flow.</summary>
    public bool HasSeveralFunctions(int process) => _hasSeveral[process];

    /// <summary>How many exchanges of a process are elementary.</summary>
    public int ElementaryRows(int process) => _elementaryRows[process];

    /// <summary>How much a process with one function makes of its reference flow, or takes in to treat, and how much of that it uses itself.</summary>
    public (double Made, double Used) OwnFlow(int process) => (_made[process], _used[process]);

    private void Look(LciDatabase database)
    {
        ExchangeTable table = database.Exchanges;
        ReadOnlySpan<int> starts = table.Starts;
        ReadOnlySpan<int> flows = table.Flow;
        ReadOnlySpan<byte> flags = table.Flags;
        ReadOnlySpan<int> providers = table.Provider;
        ReadOnlySpan<double> amounts = table.Amount;
        for (int process = 0; process < starts.Length - 1; process++)
        {
            int reference = database.Processes.ReferenceFlow(process);
            double made = 0;
            double used = 0;
            double all = 0;
            int elementary = 0;
            for (int row = starts[process]; row < starts[process + 1]; row++)
            {
                int flow = flows[row];
                FlowKind kind = Kinds[flow];
                double amount = amounts[row];
                all += Math.Abs(amount);
                if (kind == FlowKind.Elementary)
                {
                    _isExchangedElementary[flow] = true;
                    elementary++;
                }
                else if (Function.Is(kind, flags[row]))
                {
                    if (flow == reference) made += amount;
                    else _hasSeveral[process] |= amount != 0;
                }
                else if (flow == reference && !ExchangeTable.IsAvoided(flags[row]) && (providers[row] < 0 || providers[row] == process))
                {
                    used += amount;
                }
            }

            _made[process] = made;
            _used[process] = used;
            _elementaryRows[process] = elementary;

            // Sums of absolute values only grow: what is finite together is finite in parts.
            MayOverflow |= !double.IsFinite(all);
        }
    }
}
