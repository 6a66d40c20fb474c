using System.Runtime.ExceptionServices;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>A document that was read, or why it was not.</summary>
/// <param name="Path">Its path in the package.</param>
/// <param name="Document">The document, which the receiver disposes; null when it is damaged.</param>
/// <param name="Findings">What is wrong with it, or was passed over.</param>
internal sealed record LoadedDocument(string Path, JsonDocument? Document, IReadOnlyList<Diagnostic> Findings);

/// <summary>Expands and parses documents ahead of the one who reads them, on all processors; they arrive in order.</summary>
internal static class DocumentLoader
{
    // Bounds what lies ready in memory: two batches.
    private const int BatchSize = 128;

    /// <summary>Loads one document.</summary>
    /// <exception cref="LimitExceededException">The source expands beyond its limits.</exception>
    public static LoadedDocument Load(SourceFiles source, string path)
    {
        byte[] bytes;
        try
        {
            bytes = source.ReadAll(path);
        }
        catch (InputRefusedException refusal)
        {
            return new LoadedDocument(path, null, refusal.Findings);
        }

        bool isParsed = JsonFile.TryParse(path, bytes, out JsonDocument? document, out Diagnostic? finding);
        return new LoadedDocument(path, isParsed ? document : null, finding is null ? [] : [finding]);
    }

    /// <summary>Loads documents in the given order.</summary>
    /// <exception cref="LimitExceededException">The source expands beyond its limits.</exception>
    public static IEnumerable<LoadedDocument> Load(SourceFiles source, string[] paths, CancellationToken cancellation)
    {
        Task<LoadedDocument[]> next = Task.Run(() => LoadBatch(source, paths, 0, cancellation), cancellation);
        for (int first = 0; first < paths.Length; first += BatchSize)
        {
            LoadedDocument[] batch = next.GetAwaiter().GetResult();
            int following = first + BatchSize;
            next = Task.Run(() => LoadBatch(source, paths, following, cancellation), cancellation);
            foreach (LoadedDocument document in batch) yield return document;
        }

        next.GetAwaiter().GetResult();
    }

    private static LoadedDocument[] LoadBatch(SourceFiles source, string[] paths, int first, CancellationToken cancellation)
    {
        LoadedDocument[] batch = new LoadedDocument[Math.Clamp(paths.Length - first, 0, BatchSize)];
        try
        {
            Parallel.For(0, batch.Length, new ParallelOptions { CancellationToken = cancellation }, i => batch[i] = Load(source, paths[first + i]));
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }

        return batch;
    }
}
