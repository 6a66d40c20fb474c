using CarbonLca.Benchmarks.Assessment;
using CarbonLca.Benchmarks.Generator;
using CarbonLca.Benchmarks.Harness;
using CarbonLca.Formats;
using CarbonLca.Formats.Store;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>Figure 10: opening a stored database.</summary>
internal static class OpeningFigure
{
    private const double Megabyte = 1e6;

    public static IEnumerable<FigureLine> Run(FigureContext context)
    {
        Workload workload = context.Workload(SyntheticPresets.ManyExchanges);
        string folder = Path.Combine(Path.GetTempPath(), $"carbonlca-figures-{Guid.NewGuid():N}");
        DatabaseStore.Write(new LciPackage { Format = "synthetic", Database = workload.Database }, folder);
        string subject = $"opening a stored database of {workload.Database.Processes.Count:N0} processes and {workload.Database.Exchanges.Count:N0} exchanges";
        context.Forget(SyntheticPresets.ManyExchanges);
        try
        {
            string[] files = Directory.GetFiles(folder);
            Turns turns = context.Turns();
            Turns.Step open = turns.AddOnTheWall(() => DatabaseStore.Open(folder));
            Turns.Step read = turns.AddOnTheWall(() => Array.ForEach(files, file => File.ReadAllBytes(file)));
            turns.Run("figure 10");

            GC.Collect();
            long heap = GC.GetTotalMemory(forceFullCollection: true);
            long before = GC.GetAllocatedBytesForCurrentThread();
            LciPackage opened = DatabaseStore.Open(folder);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            long kept = GC.GetTotalMemory(forceFullCollection: true) - heap;
            GC.KeepAlive(opened);
            double size = files.Sum(file => new FileInfo(file).Length);
            return
            [
                new FigureLine(
                    10,
                    subject,
                    Goal.AtMost(50, 10, "ms"),
                    open.Milliseconds,
                    $"{open.Milliseconds / read.Milliseconds:N2} times as long as reading its {size / Megabyte:N1} MB of files ({read.Milliseconds:N1} ms); files in the page cache."),
                new FigureLine(
                    10,
                    "managed memory for it",
                    Goal.AtMost(50, double.NaN, "MB"),
                    allocated / Megabyte,
                    $"Allocated while opening; {kept / Megabyte:N1} MB are kept."),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
