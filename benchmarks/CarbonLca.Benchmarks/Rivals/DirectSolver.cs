using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Rivals;

/// <summary>A way to factorise A once and solve A·x = b and Aᵀ·y = c with it. Each call redoes its step.</summary>
internal abstract class DirectSolver(string name) : IDisposable
{
    /// <summary>What the results call it.</summary>
    public string Name { get; } = name;

    /// <summary>Entries of L and U as the solver counts them; those above the diagonal blocks included.</summary>
    public abstract long FactorEntryCount { get; }

    /// <summary>Whether new values of the same pattern can reuse the pivots of the last factors.</summary>
    public virtual bool CanRefactorize => false;

    /// <summary>Whether the pattern is analysed before values are factorised.</summary>
    public virtual bool CanAnalyze => true;

    /// <summary>Chooses an elimination order.</summary>
    public abstract void Analyze();

    /// <summary>Computes the factors.</summary>
    public abstract void Factorize();

    /// <summary>Computes the factors with the pivots of the last.</summary>
    public virtual void Refactorize() => throw new NotSupportedException($"{Name} does not reuse pivots.");

    /// <summary>Solves A·x = b.</summary>
    public abstract void Solve(double[] b, double[] x);

    /// <summary>Solves Aᵀ·Y = C, right-hand side k in <c>c[k·n .. (k + 1)·n]</c>.</summary>
    public abstract void SolveTransposed(double[] c, double[] y, int count);

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what is not managed.</summary>
    protected virtual void Release()
    {
    }
}

/// <summary>The project's own factors.</summary>
internal sealed class CarbonLcaLu(string name, CscMatrix a, LuOptions options) : DirectSolver(name)
{
    private readonly SolveScratch _scratch = new();
    private LuSymbolic? _symbolic;
    private LuFactors? _factors;

    public LuFactors Factors => _factors ?? throw new InvalidOperationException("Nothing is factorised yet.");

    public override long FactorEntryCount => Factors.FactorEntryCount;

    public override bool CanRefactorize => true;

    public override void Analyze() => _symbolic = LuSymbolic.Analyze(a, options);

    public override void Factorize() => _factors = _symbolic!.Factorize(a);

    public override void Refactorize() => _factors = Factors.Refactorize(a);

    public override void Solve(double[] b, double[] x) => Factors.Solve(b, x, _scratch);

    public override void SolveTransposed(double[] c, double[] y, int count) => Factors.SolveTransposedMany(c, y, count, _scratch);
}
