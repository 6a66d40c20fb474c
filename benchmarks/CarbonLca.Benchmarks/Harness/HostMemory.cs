using System.Runtime.InteropServices;

namespace CarbonLca.Benchmarks.Harness;

/// <summary>The memory of the machine, if that is a virtual one.</summary>
/// <remarks>
/// A host gives a virtual machine its memory page by page when it is first touched, and may take back what lies idle. That takes a
/// millisecond and more a megabyte, and would be counted as the time of whoever is the first to need much memory.
/// </remarks>
internal static class HostMemory
{
    private static readonly long Bytes = 6L << 30;
    private const int Page = 4096;

    /// <summary>Touches memory once and frees it again; a machine that has less than twice as much is left alone.</summary>
    public static void Touch()
    {
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < 2 * Bytes)
            return;
        nint memory = Marshal.AllocHGlobal(checked((nint)Bytes));
        for (long at = 0; at < Bytes; at += Page)
            Marshal.WriteByte(memory + (nint)at, 1);
        Marshal.FreeHGlobal(memory);
    }
}
