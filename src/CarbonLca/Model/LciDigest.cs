using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace CarbonLca.Model;

/// <summary>The digest of a database's content in canonical order.</summary>
internal static class LciDigest
{
    // Raises when what is hashed changes, so that digests of different schemes never look equal.
    private const string Scheme = "carbonlca-digest-1";

    public static string Of(LciDatabase database)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Text(hash, Scheme);
        Number(hash, database.Flows.Length);
        foreach (Flow flow in database.Flows) Add(hash, flow);
        Number(hash, database.Processes.Count);
        for (int j = 0; j < database.Processes.Count; j++) Add(hash, database.Processes, j);
        ExchangeTable table = database.Exchanges;
        Column(hash, table.Starts);
        Column(hash, table.Flow);
        Column(hash, table.Flags);
        Column(hash, table.Amount);
        Column(hash, table.Provider);
        Column(hash, table.Kind);
        Column(hash, table.Scale);
        Column(hash, table.Minimum);
        Column(hash, table.Maximum);
        if (table.Details.Count > 0) Add(hash, table.Details); // without any, the digest is what it was before there were details
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, Flow flow)
    {
        Text(hash, flow.Id);
        Text(hash, flow.Name);
        Text(hash, flow.NameZh);
        Number(hash, (int)flow.Kind);
        Text(hash, flow.Unit.Symbol);
        Text(hash, flow.Compartment);
        Text(hash, flow.Cas);
        Text(hash, flow.Location);
        Number(hash, flow.Properties.Length);
        foreach (FlowProperty property in flow.Properties)
        {
            Text(hash, property.Name);
            Column(hash, [property.Amount]);
            Text(hash, property.Unit.Symbol);
        }
    }

    private static void Add(IncrementalHash hash, ProcessTable processes, int j)
    {
        Text(hash, processes.Id(j));
        Text(hash, processes.Name(j));
        Text(hash, processes.NameZh(j));
        Text(hash, processes.Location(j));
        Number(hash, (int)processes.Stage(j));
        Number(hash, processes.ReferenceFlow(j));
        Number(hash, processes.DefaultAllocation(j) is { } key ? (int)key : -1);
        Number(hash, processes.AllocationFactors(j).Length);
        foreach (AllocationFactor factor in processes.AllocationFactors(j))
        {
            Number(hash, (int)factor.Key);
            Text(hash, factor.ProductFlowId);
            Number(hash, factor.ExchangeIndex ?? -1);
            Column(hash, [factor.Value]);
        }

        Provenance? provenance = processes.Provenance(j);
        Text(hash, provenance?.Source);
        Number(hash, provenance?.Year ?? int.MinValue);
        Text(hash, provenance?.Region);
        Text(hash, provenance?.GwpSet);
        Text(hash, provenance?.Confidence);
        Text(hash, provenance?.Note);
    }

    private static void Add(IncrementalHash hash, UncertaintyDetails details)
    {
        Text(hash, "uncertainty-details");
        Column(hash, details.Row);
        Column(hash, details.Shape);
        Column(hash, details.Flags);
        Column(hash, details.Group);
        Column(hash, details.ValueStarts);
        Column(hash, details.Values);
        Number(hash, details.Groups.Length);
        foreach (string group in details.Groups) Text(hash, group);
    }

    private static void Text(IncrementalHash hash, string? text)
    {
        if (text is null)
        {
            Number(hash, -1);
            return;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Number(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Number(IncrementalHash hash, int value) => Column(hash, [value]);

    private static void Column<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Digests are defined over little-endian bytes; this machine is big-endian.");
        hash.AppendData(MemoryMarshal.AsBytes(values));
    }
}
