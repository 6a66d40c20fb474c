using CarbonLca.Model;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>The stable names that the draws of exchanges hang on: what an exchange is, never where it stands.</summary>
/// <remarks>
/// A 64-bit hash of the ids of process, flow and provider, of direction and avoidance, and of the place among exchanges that share all of
/// these in the canonical order of the database. The same exchange in two databases has the same draws, whatever else they hold; that is
/// what makes the samples of two systems pairs. Hashes of a million
/// exchanges coincide with a probability of 3e-8, and two that do share their draws.
/// </remarks>
internal sealed class ExchangeKeys
{
    private const uint TechnosphereStream = 1;
    private const uint BiosphereStream = 2;
    private const uint GroupStream = 3;
    private const uint FactorStream = 4;

    private readonly LciDatabase _database;
    private readonly ulong[] _flows;
    private readonly ulong[] _processes;

    public ExchangeKeys(LciDatabase database)
    {
        _database = database;
        _flows = [.. database.Flows.Select(flow => StableHash.Of(flow.Id))];
        _processes = [.. Enumerable.Range(0, database.Processes.Count).Select(j => StableHash.Of(database.Processes.Id(j)))];
    }

    /// <summary>The key of an exchange: that of its group where it belongs to one, whose members share their draws.</summary>
    /// <param name="process">Its process.</param>
    /// <param name="exchange">Its row in the table.</param>
    public ParameterKey Of(int process, int exchange)
    {
        ExchangeTable table = _database.Exchanges;
        if (table.Details.GroupOf(exchange) is { } group) return OfGroup(group);
        int ordinal = 0;
        for (int row = exchange - 1; row >= table.Starts[process] && IsAlike(table, row, exchange); row--) ordinal++;
        int provider = table.Provider[exchange];
        ulong hash = _processes[process];
        hash = StableHash.Mix(hash, _flows[table.Flow[exchange]]);
        hash = StableHash.Mix(hash, table.Flags[exchange]);
        hash = StableHash.Mix(hash, provider < 0 ? 0 : _processes[provider]);
        hash = StableHash.Mix(hash, (ulong)ordinal);
        bool isBiosphere = _database.Flows[table.Flow[exchange]].Kind == FlowKind.Elementary;
        return new ParameterKey(hash, isBiosphere ? BiosphereStream : TechnosphereStream);
    }

    /// <summary>The key of a group, whose members share their draws, be they exchanges or factors.</summary>
    public static ParameterKey OfGroup(string group) => new(StableHash.Of(group), GroupStream, isShared: true);

    /// <summary>The key of a characterisation factor: a stream of its own.</summary>
    /// <param name="names">What identifies the factor.</param>
    public static ParameterKey OfFactor(params ReadOnlySpan<string> names)
    {
        ulong hash = 0;
        foreach (string name in names) hash = StableHash.Mix(hash, StableHash.Of(name));
        return new ParameterKey(hash, FactorStream);
    }

    private static bool IsAlike(ExchangeTable table, int a, int b) =>
        table.Flow[a] == table.Flow[b] && table.Flags[a] == table.Flags[b] && table.Provider[a] == table.Provider[b];
}
