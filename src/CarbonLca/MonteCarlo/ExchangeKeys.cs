using CarbonLca.Model;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>The stable names that the draws of exchanges hang on: what an exchange is, never where it stands.</summary>
/// <remarks>
/// A 64-bit hash of the ids of process, flow and provider, of direction and avoidance, and of the place among exchanges that share all of
/// these in the canonical order of the database. The same exchange in two databases has the same draws, whatever else they hold; that is
/// what makes the samples of two systems pairs. FNV-1a over UTF-16 code units, mixed by the finaliser of SplitMix64 (Steele, Lea &amp;
/// Flood 2014, OOPSLA). Hashes of a million exchanges coincide with a probability of 3e-8, and two that do share their draws.
/// </remarks>
internal sealed class ExchangeKeys
{
    private const uint TechnosphereStream = 1;
    private const uint BiosphereStream = 2;
    private const uint GroupStream = 3;

    private readonly LciDatabase _database;
    private readonly ulong[] _flows;
    private readonly ulong[] _processes;

    public ExchangeKeys(LciDatabase database)
    {
        _database = database;
        _flows = [.. database.Flows.Select(flow => HashOf(flow.Id))];
        _processes = [.. Enumerable.Range(0, database.Processes.Count).Select(j => HashOf(database.Processes.Id(j)))];
    }

    /// <summary>The key of an exchange: that of its group where it belongs to one, whose members share their draws.</summary>
    /// <param name="process">Its process.</param>
    /// <param name="exchange">Its row in the table.</param>
    public ParameterKey Of(int process, int exchange)
    {
        ExchangeTable table = _database.Exchanges;
        if (table.Details.GroupOf(exchange) is { } group) return new ParameterKey(HashOf(group), GroupStream);
        int ordinal = 0;
        for (int row = exchange - 1; row >= table.Starts[process] && IsAlike(table, row, exchange); row--) ordinal++;
        int provider = table.Provider[exchange];
        ulong hash = _processes[process];
        hash = Mix(hash, _flows[table.Flow[exchange]]);
        hash = Mix(hash, table.Flags[exchange]);
        hash = Mix(hash, provider < 0 ? 0 : _processes[provider]);
        hash = Mix(hash, (ulong)ordinal);
        bool isBiosphere = _database.Flows[table.Flow[exchange]].Kind == FlowKind.Elementary;
        return new ParameterKey(hash, isBiosphere ? BiosphereStream : TechnosphereStream);
    }

    private static bool IsAlike(ExchangeTable table, int a, int b) =>
        table.Flow[a] == table.Flow[b] && table.Flags[a] == table.Flags[b] && table.Provider[a] == table.Provider[b];

    private static ulong HashOf(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
        {
            hash = (hash ^ (byte)c) * 1099511628211;
            hash = (hash ^ (byte)(c >> 8)) * 1099511628211;
        }

        return Mix(hash, (ulong)text.Length);
    }

    private static ulong Mix(ulong hash, ulong next)
    {
        ulong z = (hash * 0xD6E8FEB86659FD93) + next + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
