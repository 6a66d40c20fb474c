using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Model;

namespace CarbonLca.Formats.Store;

/// <summary>Writes the files of a database into an empty folder.</summary>
internal sealed class StoreWriter(LciPackage package, LciDatabase database, string folder)
{
    private readonly List<StoreFile> _files = [];

    public void Write()
    {
        foreach ((string name, ColumnTable table) in StoreTables.Of(package, database))
        {
            using SummingStream stream = new(new FileStream(Path.Combine(folder, StoreLayout.FileOf(name)), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0));
            ArrowWriter.WriteFile(stream, table);
            _files.Add(stream.Finish(StoreLayout.FileOf(name)));
        }

        WriteFindings();
        WriteManifest();
    }

    private void WriteFindings()
    {
        StoreFinding[] findings =
        [
            .. package.Findings.Select(f => new StoreFinding(
                f.Severity.ToString(), f.Code.ToString(), new StoreWording(f.What.En, f.What.Zh),
                f.Where is { } w ? new StorePosition(w.File, w.Line, w.Column, w.Path) : null,
                f.Found,
                f.Expected is { } e ? new StoreWording(e.En, e.Zh) : null,
                f.Next is { } n ? new StoreWording(n.En, n.Zh) : null)),
        ];
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(findings, ReadableStoreJson.Context.StoreFindingArray);
        _files.Add(new StoreFile(StoreLayout.FindingsFile, json.Length, FileSum.Of(json), Convert.ToHexStringLower(SHA256.HashData(json))));
        WriteFile(StoreLayout.FindingsFile, json);
    }

    private void WriteManifest()
    {
        string engine = typeof(StoreWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        StoreManifest manifest = new(
            StoreLayout.Format, engine, database.Name, database.Version, package.Format, database.ComputeDigest(),
            [.. package.Counts.Select(c => new StoreCount(c.Key, c.Label.En, c.Label.Zh, c.Value))],
            [.. package.Sources.Select(s => new StoreSource(s.Path, s.Length, s.Sha256))],
            [.. _files]);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(manifest, ReadableStoreJson.Context.StoreManifest);
        WriteFile(StoreLayout.ManifestFile, json);
        WriteFile(StoreLayout.ChecksumFile, Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(json))}  {StoreLayout.ManifestFile}\n"));
    }

    private void WriteFile(string name, byte[] content)
    {
        using FileStream stream = new(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }
}
