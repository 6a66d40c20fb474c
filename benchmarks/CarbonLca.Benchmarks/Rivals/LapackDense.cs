using System.Runtime.InteropServices;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Rivals;

/// <summary>Dense LU with partial pivoting of LAPACK as OpenBLAS has it (dgetrf, dgetrs), if the machine has it.</summary>
/// <remarks>Names, arguments and their order as in the LAPACK Users' Guide (Anderson et al. 1999). On as many threads as OpenBLAS is given.</remarks>
internal sealed class LapackDense(CscMatrix a)
{
    private readonly double[] _factors = GC.AllocateUninitializedArray<double>(checked(a.RowCount * a.ColumnCount));
    private readonly int[] _pivots = new int[a.ColumnCount];

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void FactorMatrix(ref int rows, ref int columns, [In, Out] double[] matrix, ref int leadingDimension, [In, Out] int[] pivots, out int info);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SolveSystem(in byte transposed, ref int order, ref int count, double[] matrix, ref int leadingDimension, int[] pivots, [In, Out] double[] rightAndSolution, ref int rightLeadingDimension, out int info, nint lengthOfFirst);

    /// <summary>Whether the machine has it.</summary>
    public static bool IsAvailable => NativeSparse.Blas != 0;

    /// <summary>Writes the matrix densely where it will be factorised.</summary>
    public void Load()
    {
        Array.Clear(_factors);
        for (int j = 0; j < a.ColumnCount; j++)
        {
            for (int p = a.ColumnStarts[j]; p < a.ColumnStarts[j + 1]; p++)
                _factors[((long)j * a.RowCount) + a.RowIndices[p]] = a.Values[p];
        }
    }

    /// <summary>Factorises what was loaded, in its place.</summary>
    public void Factorize()
    {
        int n = a.ColumnCount;
        NativeSparse.Find<FactorMatrix>(NativeSparse.Blas, "dgetrf_")(ref n, ref n, _factors, ref n, _pivots, out int info);
        Check(info, "factorising");
    }

    /// <summary>Solves Aᵀ·Y = C; C comes in and Y goes out in the same place, right-hand side k in <c>[k·n .. (k + 1)·n]</c>.</summary>
    public void SolveTransposed(double[] rightAndSolution)
    {
        int n = a.ColumnCount;
        int count = rightAndSolution.Length / n;
        NativeSparse.Find<SolveSystem>(NativeSparse.Blas, "dgetrs_")((byte)'T', ref n, ref count, _factors, ref n, _pivots, rightAndSolution, ref n, out int info, 1);
        Check(info, "solving");
    }

    private static void Check(int info, string doing)
    {
        if (info != 0)
            throw new InvalidOperationException($"LAPACK answered {info} while {doing}; expected 0.");
    }
}
