namespace CarbonLca.Numerics.Sparse;

/// <summary>The cycle of a non-negative irreducible matrix with the largest geometric mean of its entries.</summary>
/// <remarks>
/// <para>
/// Policy iteration (Howard 1960; for cycles Cochet-Terrasson et al. 1998, IFAC 31(18):667–674) on the logarithms.
/// Every column j follows one of its rows; each walk ends in a cycle; all columns are led to the best of these, which
/// gives them potentials h with log n_ij + h_i - h_j ≤ μ once no column can improve by following another row. μ is then
/// the largest cycle mean, and multiplying entry (i, j) by exp(h_i - h_j) leaves no entry above exp(μ).
/// </para>
/// </remarks>
internal sealed class MaximumCycleMean
{
    private const int Steps = 200;
    private const double Improvement = 1e-12;

    private readonly CscMatrix _n;
    private readonly double[] _logarithms;
    private readonly int[] _choice;       // the entry each column follows
    private readonly double[] _potential;
    private readonly int[] _rowStarts;
    private readonly int[] _rowColumns;
    private readonly int[] _rowEntries;
    private double _mean;
    private int _root;

    private MaximumCycleMean(CscMatrix n)
    {
        _n = n;
        int order = n.ColumnCount;
        _logarithms = new double[n.EntryCount];
        _choice = new int[order];
        _potential = new double[order];
        _rowStarts = new int[order + 1];
        _rowColumns = new int[n.EntryCount];
        _rowEntries = new int[n.EntryCount];
        for (int p = 0; p < _logarithms.Length; p++)
        {
            _logarithms[p] = Math.Log(n.Values[p]);
            _rowStarts[n.RowIndices[p] + 1]++;
        }
        for (int i = 0; i < order; i++)
            _rowStarts[i + 1] += _rowStarts[i];
        int[] next = _rowStarts.AsSpan(0, order).ToArray();
        for (int j = 0; j < order; j++)
        {
            int best = n.ColumnStarts[j];
            for (int p = n.ColumnStarts[j]; p < n.ColumnStarts[j + 1]; p++)
            {
                int q = next[n.RowIndices[p]]++;
                _rowColumns[q] = j;
                _rowEntries[q] = p;
                if (_logarithms[p] > _logarithms[best])
                    best = p;
            }
            _choice[j] = best;
        }
    }

    /// <summary>The columns of the cycle; each holds an entry in the row of the one after it, the last in that of the first.</summary>
    public IReadOnlyList<int> Cycle
    {
        get
        {
            List<int> cycle = [];
            int j = _root;
            do
            {
                cycle.Add(j);
                j = Next(j);
            }
            while (j != _root);
            return cycle;
        }
    }

    /// <summary>Product of the entries along the cycle.</summary>
    public double CycleProduct
    {
        get
        {
            double product = 1;
            double logarithm = 0;
            foreach (int j in Cycle)
            {
                product *= _n.Values[_choice[j]];
                logarithm += _logarithms[_choice[j]];
            }
            return double.IsNormal(product) ? product : Math.Exp(logarithm);
        }
    }

    /// <summary>The potential of each column, as a natural logarithm.</summary>
    public ReadOnlySpan<double> Potential => _potential;

    /// <summary>Finds the cycle of an irreducible matrix of order 2 or more without zero entries.</summary>
    public static MaximumCycleMean Of(CscMatrix n)
    {
        MaximumCycleMean search = new(n);
        search.FindBestCycle();
        search.LeadToCycle();
        for (int step = 0; step < Steps && search.Improve(); step++)
        {
            search.FindBestCycle();
            search.LeadToCycle();
        }
        return search;
    }

    private int Next(int column) => _n.RowIndices[_choice[column]];

    /// <summary>The best of the cycles in which the walks end.</summary>
    private void FindBestCycle()
    {
        int[] walk = new int[_choice.Length];
        _mean = double.NegativeInfinity;
        for (int start = 0; start < walk.Length; start++)
        {
            int node = start;
            while (walk[node] == 0)
            {
                walk[node] = start + 1;
                node = Next(node);
            }
            if (walk[node] != start + 1)
                continue;
            double sum = 0;
            int length = 0;
            int at = node;
            do
            {
                sum += _logarithms[_choice[at]];
                length++;
                at = Next(at);
            }
            while (at != node);
            if (sum / length > _mean)
            {
                _mean = sum / length;
                _root = node;
            }
        }
    }

    /// <summary>Potentials by a walk backwards from the cycle; columns whose own walk ends elsewhere are led to it.</summary>
    private void LeadToCycle()
    {
        int order = _choice.Length;
        bool[] reached = new bool[order];
        int[] queue = new int[order];
        int count = 1;
        queue[0] = _root;
        reached[_root] = true;
        _potential[_root] = 0;

        // First those that follow the tree already, so that a policy is not changed where it need not be.
        for (int head = 0; head < count; head++)
            Spread(queue[head], followersOnly: true, reached, queue, ref count);
        for (int head = 0; head < count; head++)
            Spread(queue[head], followersOnly: false, reached, queue, ref count);
    }

    private void Spread(int i, bool followersOnly, bool[] reached, int[] queue, ref int count)
    {
        for (int q = _rowStarts[i]; q < _rowStarts[i + 1]; q++)
        {
            int j = _rowColumns[q];
            if (reached[j] || (followersOnly && _choice[j] != _rowEntries[q]))
                continue;
            reached[j] = true;
            _choice[j] = _rowEntries[q];
            _potential[j] = _logarithms[_rowEntries[q]] - _mean + _potential[i];
            queue[count++] = j;
        }
    }

    private bool Improve()
    {
        bool improved = false;
        for (int j = 0; j < _choice.Length; j++)
        {
            double best = _potential[j];
            double needed = Improvement * Math.Max(1, Math.Abs(best));
            for (int p = _n.ColumnStarts[j]; p < _n.ColumnStarts[j + 1]; p++)
            {
                double value = _logarithms[p] - _mean + _potential[_n.RowIndices[p]];
                if (value <= best + needed)
                    continue;
                best = value;
                _choice[j] = p;
                improved = true;
            }
        }
        return improved;
    }
}
