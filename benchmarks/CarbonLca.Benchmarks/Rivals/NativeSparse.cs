using System.Runtime.InteropServices;

namespace CarbonLca.Benchmarks.Rivals;

/// <summary>Finds sparse solvers and the BLAS that the machine may have. Nothing here is shipped or needed.</summary>
internal static class NativeSparse
{
    /// <summary>The UMFPACK library, or 0.</summary>
    public static nint Umfpack { get; } = Load("libumfpack.so.6", "libumfpack.so.5", "libumfpack");

    /// <summary>The KLU library, or 0.</summary>
    public static nint Klu { get; } = Load("libklu.so.2", "libklu.so.1", "libklu");

    /// <summary>OpenBLAS, or 0.</summary>
    public static nint Blas { get; } = Load("libopenblas.so.0", "libopenblas");

    private static nint Configuration { get; } = Load("libsuitesparseconfig.so.7", "libsuitesparseconfig.so.5", "libsuitesparseconfig");

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetThreads(int count);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint Describe();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int ReadVersion([In, Out] int[] version);

    /// <summary>How the SuiteSparse libraries name their version; null without them.</summary>
    public static string? SuiteSparseVersion
    {
        get
        {
            if (!TryFind(Configuration, "SuiteSparse_version", out ReadVersion? read))
                return null;
            int[] version = new int[3];
            read!(version);
            return string.Join('.', version);
        }
    }

    /// <summary>How OpenBLAS describes itself; null when it is not there.</summary>
    public static string? BlasDescription =>
        TryFind(Blas, "openblas_get_config", out Describe? describe) ? Marshal.PtrToStringUTF8(describe!())?.Trim() : null;

    /// <summary>Limits OpenBLAS to a number of threads; without effect on another BLAS.</summary>
    public static void LimitBlasThreads(int count)
    {
        if (TryFind(Blas, "openblas_set_num_threads", out SetThreads? set))
            set!(count);
    }

    /// <summary>A function of a library as a delegate.</summary>
    public static T Find<T>(nint library, string function)
        where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, function));

    private static bool TryFind<T>(nint library, string function, out T? found)
        where T : Delegate
    {
        found = library != 0 && NativeLibrary.TryGetExport(library, function, out nint address)
            ? Marshal.GetDelegateForFunctionPointer<T>(address)
            : null;
        return found is not null;
    }

    private static nint Load(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
                return library;
        }
        return 0;
    }
}
