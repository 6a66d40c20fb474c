namespace CarbonLca.Benchmarks.Rivals;

/// <summary>A way to make A ready once and to solve A·x = b and Aᵀ·y = c with it. Each call redoes its step.</summary>
internal abstract class EquationSolver(string name) : IDisposable
{
    /// <summary>What the results call it.</summary>
    public string Name { get; } = name;

    /// <summary>Entries of L and U as the solver counts them, those above the diagonal blocks included; 0 where there are no factors.</summary>
    public abstract long FactorEntryCount { get; }

    /// <summary>Whether new values of the same pattern can reuse the pivots of the last factors.</summary>
    public virtual bool CanRefactorize => false;

    /// <summary>Whether the pattern is analysed before values are factorised.</summary>
    public virtual bool CanAnalyze => true;

    /// <summary>Chooses an elimination order.</summary>
    public abstract void Analyze();

    /// <summary>Computes the factors, or whatever else a solve needs.</summary>
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
