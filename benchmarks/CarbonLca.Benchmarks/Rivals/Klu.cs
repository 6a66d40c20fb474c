using System.Runtime.InteropServices;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Rivals;

/// <summary>KLU (Davis &amp; Natarajan 2010, ACM TOMS 37:36), if the machine has it. Declarations follow its published user guide.</summary>
internal sealed class Klu : EquationSolver
{
    private const int CommonLength = 1024;        // more than any version's structure of settings
    private const int ToleranceOffset = 0;        // its first member: the pivot tolerance
    private const int LowerEntriesOffset = 8;     // of the numeric object: order, blocks, entries of L, entries of U
    private const int UpperEntriesOffset = 12;
    private const int AboveEntriesOffset = 72;    // of the symbolic object, on 64-bit systems: entries above the blocks

    private static readonly Defaults SetDefaults = NativeSparse.Find<Defaults>(NativeSparse.Klu, "klu_defaults");
    private static readonly AnalyzeMatrix AnalyzePattern = NativeSparse.Find<AnalyzeMatrix>(NativeSparse.Klu, "klu_analyze");
    private static readonly FactorMatrix FactorizeValues = NativeSparse.Find<FactorMatrix>(NativeSparse.Klu, "klu_factor");
    private static readonly RefactorMatrix RefactorizeValues = NativeSparse.Find<RefactorMatrix>(NativeSparse.Klu, "klu_refactor");
    private static readonly SolveSystem SolveFactored = NativeSparse.Find<SolveSystem>(NativeSparse.Klu, "klu_solve");
    private static readonly SolveSystem SolveFactoredTransposed = NativeSparse.Find<SolveSystem>(NativeSparse.Klu, "klu_tsolve");
    private static readonly Free FreeSymbolic = NativeSparse.Find<Free>(NativeSparse.Klu, "klu_free_symbolic");
    private static readonly Free FreeNumeric = NativeSparse.Find<Free>(NativeSparse.Klu, "klu_free_numeric");

    private readonly bool _transposed;
    private readonly int _order;
    private readonly int[] _starts;
    private readonly int[] _rows;
    private readonly double[] _values;
    private readonly byte[] _common = GC.AllocateArray<byte>(CommonLength, pinned: true);
    private readonly nint _settings;
    private nint _symbolic;
    private nint _numeric;

    /// <summary>KLU with the default ordering; <paramref name="tolerance"/> is how small a diagonal pivot may be against its column.</summary>
    public Klu(string label, CscMatrix a, bool transposed, double? tolerance = null)
        : base($"KLU, {label}")
    {
        CscMatrix factorized = transposed ? a.Transpose() : a;
        _transposed = transposed;
        _order = a.ColumnCount;
        _starts = factorized.ColumnStarts.ToArray();
        _rows = factorized.RowIndices.ToArray();
        _values = factorized.Values.ToArray();
        _settings = Marshal.UnsafeAddrOfPinnedArrayElement(_common, 0);
        SetDefaults(_settings);
        if (tolerance is double given)
            Marshal.WriteInt64(_settings, ToleranceOffset, BitConverter.DoubleToInt64Bits(given));
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Defaults(nint settings);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint AnalyzeMatrix(int order, int[] starts, int[] rows, nint settings);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint FactorMatrix(int[] starts, int[] rows, double[] values, nint symbolic, nint settings);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int RefactorMatrix(int[] starts, int[] rows, double[] values, nint symbolic, nint numeric, nint settings);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SolveSystem(nint symbolic, nint numeric, int leadingDimension, int count, [In, Out] double[] rightAndSolution, nint settings);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Free(ref nint handle, nint settings);

    public override long FactorEntryCount =>
        Marshal.ReadInt32(_numeric, LowerEntriesOffset) + (long)Marshal.ReadInt32(_numeric, UpperEntriesOffset) + Marshal.ReadInt32(_symbolic, AboveEntriesOffset);

    public override bool CanRefactorize => true;

    public override void Analyze()
    {
        Release();
        _symbolic = Require(AnalyzePattern(_order, _starts, _rows, _settings), "analysing");
    }

    public override void Factorize()
    {
        if (_numeric != 0)
            FreeNumeric(ref _numeric, _settings);
        _numeric = Require(FactorizeValues(_starts, _rows, _values, _symbolic, _settings), "factorising");
    }

    public override void Refactorize() => Require(RefactorizeValues(_starts, _rows, _values, _symbolic, _numeric, _settings), "refactorising");

    public override void Solve(double[] b, double[] x)
    {
        b.CopyTo(x, 0);
        Require((_transposed ? SolveFactoredTransposed : SolveFactored)(_symbolic, _numeric, _order, 1, x, _settings), "solving");
    }

    public override void SolveTransposed(double[] c, double[] y, int count)
    {
        c.CopyTo(y, 0);
        Require((_transposed ? SolveFactored : SolveFactoredTransposed)(_symbolic, _numeric, _order, count, y, _settings), "solving");
    }

    protected override void Release()
    {
        if (_numeric != 0)
            FreeNumeric(ref _numeric, _settings);
        if (_symbolic != 0)
            FreeSymbolic(ref _symbolic, _settings);
    }

    private nint Require(nint result, string doing) =>
        result != 0 ? result : throw new InvalidOperationException($"{Name} answered 0 while {doing}; expected success.");
}
