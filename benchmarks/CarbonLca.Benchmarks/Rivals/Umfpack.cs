using System.Runtime.InteropServices;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Rivals;

/// <summary>How UMFPACK is asked to work.</summary>
/// <param name="Label">What results call these choices.</param>
/// <param name="Transposed">Whether Aᵀ is factorised instead of A.</param>
/// <param name="Symmetric">Whether the symmetric strategy (diagonal pivots preferred, A + Aᵀ ordered) is forced.</param>
/// <param name="BestOrdering">Whether several orderings are tried and the best one taken.</param>
/// <param name="Refinements">Steps of iterative refinement; its default is 2.</param>
internal sealed record UmfpackChoices(string Label, bool Transposed, bool Symmetric = false, bool BestOrdering = false, int Refinements = 2);

/// <summary>UMFPACK (Davis 2004, ACM TOMS 30:196), if the machine has it. Declarations follow its published user guide.</summary>
internal sealed class Umfpack : EquationSolver
{
    private const int ControlLength = 20;
    private const int InfoLength = 90;
    private const int StrategyControl = 5;
    private const int RefinementControl = 7;
    private const int OrderingControl = 10;
    private const double SymmetricStrategy = 3;
    private const double BestOrdering = 4;
    private const int LowerEntries = 43;
    private const int UpperEntries = 44;
    private const int SystemA = 0;
    private const int SystemTransposed = 1;

    private static readonly Defaults SetDefaults = NativeSparse.Find<Defaults>(NativeSparse.Umfpack, "umfpack_di_defaults");
    private static readonly Symbolic AnalyzePattern = NativeSparse.Find<Symbolic>(NativeSparse.Umfpack, "umfpack_di_symbolic");
    private static readonly Numeric FactorizeValues = NativeSparse.Find<Numeric>(NativeSparse.Umfpack, "umfpack_di_numeric");
    private static readonly SolveSystem SolveFactored = NativeSparse.Find<SolveSystem>(NativeSparse.Umfpack, "umfpack_di_solve");
    private static readonly Free FreeSymbolic = NativeSparse.Find<Free>(NativeSparse.Umfpack, "umfpack_di_free_symbolic");
    private static readonly Free FreeNumeric = NativeSparse.Find<Free>(NativeSparse.Umfpack, "umfpack_di_free_numeric");

    private readonly bool _transposed;
    private readonly int _order;
    private readonly int[] _starts;
    private readonly int[] _rows;
    private readonly double[] _values;
    private readonly double[] _control = new double[ControlLength];
    private readonly double[] _info = new double[InfoLength];
    private readonly double[] _right;
    private readonly double[] _solution;
    private nint _symbolic;
    private nint _numeric;

    public Umfpack(CscMatrix a, UmfpackChoices choices)
        : base($"UMFPACK, {choices.Label}")
    {
        CscMatrix factorized = choices.Transposed ? a.Transpose() : a;
        _transposed = choices.Transposed;
        _order = a.ColumnCount;
        _starts = factorized.ColumnStarts.ToArray();
        _rows = factorized.RowIndices.ToArray();
        _values = factorized.Values.ToArray();
        _right = new double[_order];
        _solution = new double[_order];
        SetDefaults(_control);
        _control[RefinementControl] = choices.Refinements;
        if (choices.Symmetric)
            _control[StrategyControl] = SymmetricStrategy;
        if (choices.BestOrdering)
            _control[OrderingControl] = BestOrdering;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Defaults([In, Out] double[] control);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Symbolic(int rows, int columns, int[] starts, int[] rowIndices, double[] values, out nint symbolic, double[] control, [In, Out] double[] info);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Numeric(int[] starts, int[] rowIndices, double[] values, nint symbolic, out nint numeric, double[] control, [In, Out] double[] info);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SolveSystem(int system, int[] starts, int[] rowIndices, double[] values, [In, Out] double[] solution, double[] right, nint numeric, double[] control, [In, Out] double[] info);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Free(ref nint handle);

    public override long FactorEntryCount => (long)(_info[LowerEntries] + _info[UpperEntries]);

    public override void Analyze()
    {
        FreeSymbolic(ref _symbolic);
        Check(AnalyzePattern(_order, _order, _starts, _rows, _values, out _symbolic, _control, _info), "analysing");
    }

    public override void Factorize()
    {
        FreeNumeric(ref _numeric);
        Check(FactorizeValues(_starts, _rows, _values, _symbolic, out _numeric, _control, _info), "factorising");
    }

    public override void Solve(double[] b, double[] x) => Run(_transposed ? SystemTransposed : SystemA, b, x);

    public override void SolveTransposed(double[] c, double[] y, int count)
    {
        for (int k = 0; k < count; k++)
        {
            Array.Copy(c, k * _order, _right, 0, _order);
            Run(_transposed ? SystemA : SystemTransposed, _right, _solution);
            Array.Copy(_solution, 0, y, k * _order, _order);
        }
    }

    protected override void Release()
    {
        FreeNumeric(ref _numeric);
        FreeSymbolic(ref _symbolic);
    }

    private void Run(int system, double[] right, double[] solution)
    {
        // The counts of the factors stand in the same array and outlive a solve, so it gets an array of its own.
        double[] info = new double[InfoLength];
        Check(SolveFactored(system, _starts, _rows, _values, solution, right, _numeric, _control, info), "solving");
    }

    private void Check(int status, string doing)
    {
        if (status != 0)
            throw new InvalidOperationException($"{Name} answered {status} while {doing}; expected 0.");
    }
}
