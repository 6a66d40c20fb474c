using System.Runtime.CompilerServices;

namespace CarbonLca.Numerics.Sparse;

/// <summary>An elimination order that keeps the factors of a symmetric pattern sparse: approximate minimum degree.</summary>
/// <remarks>
/// <para>
/// Amestoy, Davis &amp; Duff (1996), SIAM J. Matrix Anal. Appl. 17:886–905. Elimination is followed on a quotient
/// graph, in which an eliminated pivot becomes an <em>element</em>: the list of the variables it has joined. The
/// degree of a variable is bounded, not counted, by |A_i| + |L_p \ i| + Σ|L_e \ L_p|. Elements covered by a newer
/// one are absorbed, variables with equal neighbours are merged into one supervariable, and a variable whose only
/// neighbour is the newest element is eliminated with it.
/// </para>
/// <para>
/// Nodes with more than 2·√n neighbours (and more than 16) are left out and ordered last, so that a hub does not
/// make the search quadratic. The usual limit is 10·√n; hubs fill up so early that the lower one loses nothing, and
/// takes a quarter of the time where there are many.
/// </para>
/// </remarks>
public static class MinimumDegreeOrdering
{
    /// <summary>Order in which to eliminate the rows and columns of a square matrix, from the pattern of A + Aᵀ.</summary>
    /// <returns>A permutation: the index eliminated at each step.</returns>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public static int[] Order(CscMatrix pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.RowCount != pattern.ColumnCount)
            throw new ArgumentException($"The matrix is {pattern.RowCount} x {pattern.ColumnCount}; expected a square one.", nameof(pattern));
        return Order(SymmetricPattern.Of(pattern.ColumnStarts, pattern.RowIndices));
    }

    internal static int[] Order(SymmetricPattern pattern) => new QuotientGraph(pattern).Eliminate();

    /// <summary>The state of one elimination.</summary>
    /// <remarks>
    /// The list of node i fills <c>_lists[_begin[i] .. _begin[i] + _length[i]]</c>: for a variable first its
    /// <c>_elementCount[i]</c> elements, then its variables; for an element its variables.
    /// </remarks>
    private sealed class QuotientGraph
    {
        private const int None = -1;

        private readonly int _n;
        private readonly int[] _begin;
        private readonly int[] _length;
        private readonly int[] _elementCount;
        private readonly int[] _weight;        // variables merged into this one; 0 once eliminated or merged; negative while in the newest element
        private readonly int[] _degree;        // bound on the external degree of a variable; weight of an element
        private readonly int[] _mark;          // element: stamp + |L_e \ L_p| in the current step, 0 once absorbed; variable: comparison stamp
        private readonly int[] _degreeHead;
        private readonly int[] _next;          // in a degree list, or in a hash bucket
        private readonly int[] _previous;
        private readonly int[] _hashHead;
        private readonly int[] _hash;
        private readonly int[] _follower;      // chain of nodes eliminated right after this one
        private readonly int[] _lastFollower;
        private readonly List<int> _dense = [];
        private readonly int[] _order;
        private readonly int _liveCount;
        private int[] _lists;
        private int[] _spare = [];
        private int _free;
        private int _stamp = 1;
        private int _minimumDegree;
        private int _eliminated;
        private int _largestElement;
        private int _ordered;

        public QuotientGraph(SymmetricPattern pattern)
        {
            _n = pattern.Count;
            _begin = new int[_n];
            _length = new int[_n];
            _elementCount = new int[_n];
            _weight = new int[_n];
            _degree = new int[_n];
            _mark = new int[_n];
            _degreeHead = new int[_n + 1];
            _next = new int[_n];
            _previous = new int[_n];
            _hashHead = new int[_n];
            _hash = new int[_n];
            _follower = new int[_n];
            _lastFollower = new int[_n];
            _order = new int[_n];
            Array.Fill(_degreeHead, None);
            Array.Fill(_hashHead, None);
            Array.Fill(_follower, None);

            int denseDegree = (int)Math.Max(16, 2 * Math.Sqrt(_n));
            for (int i = 0; i < _n; i++)
            {
                _lastFollower[i] = i;
                _mark[i] = 1;
                bool isDense = pattern.Degree(i) > denseDegree;
                _weight[i] = isDense ? 0 : 1;
                if (isDense)
                    _dense.Add(i);
            }
            _liveCount = _n - _dense.Count;

            // Compaction always makes room: live lists never outgrow the first ones, a new element has at most n members.
            _lists = new int[pattern.EntryCount + (pattern.EntryCount / 5) + _n];
            for (int i = 0; i < _n; i++)
            {
                _begin[i] = _free;
                if (_weight[i] == 0)
                    continue;
                foreach (int neighbour in pattern.Neighbours(i))
                {
                    if (_weight[neighbour] != 0)
                        _lists[_free++] = neighbour;
                }
                _length[i] = _free - _begin[i];
                _degree[i] = _length[i];
            }
            for (int i = _n - 1; i >= 0; i--)
            {
                if (_weight[i] != 0)
                    PushDegree(i);
            }
        }

        public int[] Eliminate()
        {
            while (_eliminated < _liveCount)
            {
                int pivot = PopMinimumDegree();
                int pivotWeight = _weight[pivot];
                _eliminated += pivotWeight;
                FormElement(pivot, out int elementWeight);
                MeasureNeighbouringElements(pivot);
                int left = UpdateDegrees(pivot, elementWeight);
                MergeIndistinguishable(pivot);
                CloseElement(pivot, left);
                for (int i = pivot; i != None; i = _follower[i])
                    _order[_ordered++] = i;
            }
            foreach (int i in _dense)
                _order[_ordered++] = i;
            return _order;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int PopMinimumDegree()
        {
            while (_degreeHead[_minimumDegree] == None)
                _minimumDegree++;
            int node = _degreeHead[_minimumDegree];
            RemoveFromDegreeList(node);
            return node;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void PushDegree(int node)
        {
            int degree = _degree[node];
            int head = _degreeHead[degree];
            _next[node] = head;
            _previous[node] = None;
            if (head != None)
                _previous[head] = node;
            _degreeHead[degree] = node;
            _minimumDegree = Math.Min(_minimumDegree, degree);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void RemoveFromDegreeList(int node)
        {
            int next = _next[node];
            int previous = _previous[node];
            if (next != None)
                _previous[next] = previous;
            if (previous != None)
                _next[previous] = next;
            else
                _degreeHead[_degree[node]] = next;
        }

        /// <summary>L_p: the variables next to the pivot, directly or through its elements, which are absorbed.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void FormElement(int pivot, out int elementWeight)
        {
            int bound = Math.Min(_degree[pivot], _n);
            if (_free + bound > _lists.Length)
                Compact();
            int pivotBegin = _begin[pivot];
            int elements = _elementCount[pivot];
            int total = _length[pivot];
            int start = _free;
            _weight[pivot] = -_weight[pivot];
            elementWeight = 0;
            for (int k = 0; k < elements; k++)
            {
                int element = _lists[pivotBegin + k];
                elementWeight += GatherVariables(_begin[element], _length[element]);
                _mark[element] = 0;
                _length[element] = 0;
            }
            elementWeight += GatherVariables(pivotBegin + elements, total - elements);
            _begin[pivot] = start;
            _length[pivot] = _free - start;
            _elementCount[pivot] = 0;
            _degree[pivot] = elementWeight;
            _largestElement = Math.Max(_largestElement, elementWeight);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int GatherVariables(int begin, int length)
        {
            int gathered = 0;
            for (int p = begin; p < begin + length; p++)
            {
                int i = _lists[p];
                int weight = _weight[i];
                if (weight <= 0)
                    continue;
                gathered += weight;
                _weight[i] = -weight;
                _lists[_free++] = i;
                RemoveFromDegreeList(i);
            }
            return gathered;
        }

        /// <summary>Leaves stamp + |L_e \ L_p| in the mark of every element e that shares a variable with the new element p.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void MeasureNeighbouringElements(int pivot)
        {
            RenewStamp();
            int end = _begin[pivot] + _length[pivot];
            for (int p = _begin[pivot]; p < end; p++)
            {
                int i = _lists[p];
                int weight = -_weight[i];
                int elementsEnd = _begin[i] + _elementCount[i];
                for (int q = _begin[i]; q < elementsEnd; q++)
                {
                    int element = _lists[q];
                    int mark = _mark[element];
                    if (mark >= _stamp)
                        _mark[element] = mark - weight;
                    else if (mark != 0)
                        _mark[element] = _degree[element] + _stamp - weight;
                }
            }
        }

        /// <summary>Bounds the degree of each variable of the new element and prunes its list; returns the element's weight that remains.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int UpdateDegrees(int pivot, int elementWeight)
        {
            int end = _begin[pivot] + _length[pivot];
            for (int p = _begin[pivot]; p < end; p++)
            {
                int i = _lists[p];
                int begin = _begin[i];
                int elementsEnd = begin + _elementCount[i];
                int listEnd = begin + _length[i];
                int write = begin;
                int degree = 0;
                uint hash = 0;
                for (int q = begin; q < elementsEnd; q++)
                {
                    int element = _lists[q];
                    int mark = _mark[element];
                    if (mark == 0)
                        continue;
                    int outside = mark - _stamp;
                    if (outside == 0)
                    {
                        _mark[element] = 0;    // covered by the new element: absorbed
                        _length[element] = 0;
                        continue;
                    }
                    degree += outside;
                    hash += (uint)element;
                    _lists[write++] = element;
                }
                int keptElements = write - begin;
                int firstVariable = write;
                for (int q = elementsEnd; q < listEnd; q++)
                {
                    int j = _lists[q];
                    if (_weight[j] <= 0)
                        continue;
                    degree += _weight[j];
                    hash += (uint)j;
                    _lists[write++] = j;
                }

                if (write == begin)
                {
                    // Nothing but the new element: eliminated together with the pivot.
                    int weight = -_weight[i];
                    elementWeight -= weight;
                    _eliminated += weight;
                    Follow(pivot, i);
                    continue;
                }

                // The list has lost at least one entry (the pivot, or an element the pivot absorbed), so there is room
                // to put the new element first: the first variable and the first element make way.
                if (write > firstVariable)
                    _lists[write] = _lists[firstVariable];
                if (keptElements > 0)
                    _lists[firstVariable] = _lists[begin];
                _lists[begin] = pivot;
                _elementCount[i] = keptElements + 1;
                _length[i] = write + 1 - begin;
                _degree[i] = Math.Min(_degree[i], degree);

                int bucket = (int)(hash % (uint)_n);
                _hash[i] = bucket;
                _next[i] = _hashHead[bucket];
                _hashHead[bucket] = i;
            }
            _degree[pivot] = elementWeight;
            return elementWeight;
        }

        /// <summary>Merges variables of the new element whose lists are equal.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void MergeIndistinguishable(int pivot)
        {
            RenewStamp();
            int end = _begin[pivot] + _length[pivot];
            for (int p = _begin[pivot]; p < end; p++)
            {
                int member = _lists[p];
                if (_weight[member] >= 0)
                    continue;
                int i = _hashHead[_hash[member]];
                _hashHead[_hash[member]] = None;
                for (; i != None && _next[i] != None; i = _next[i])
                {
                    _stamp++;
                    for (int q = _begin[i]; q < _begin[i] + _length[i]; q++)
                        _mark[_lists[q]] = _stamp;
                    int last = i;
                    for (int j = _next[i]; j != None; j = _next[j])
                    {
                        if (HasMarkedListOf(j, i))
                        {
                            _weight[i] += _weight[j];
                            Follow(i, j);
                            _next[last] = _next[j];
                        }
                        else
                        {
                            last = j;
                        }
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private bool HasMarkedListOf(int j, int i)
        {
            if (_length[j] != _length[i] || _elementCount[j] != _elementCount[i])
                return false;
            for (int q = _begin[j]; q < _begin[j] + _length[j]; q++)
            {
                if (_mark[_lists[q]] != _stamp)
                    return false;
            }
            return true;
        }

        /// <summary>Keeps the principal variables of the new element and returns them to the degree lists.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void CloseElement(int pivot, int elementWeight)
        {
            int write = _begin[pivot];
            int end = write + _length[pivot];
            int remaining = _liveCount - _eliminated;
            for (int p = write; p < end; p++)
            {
                int i = _lists[p];
                if (_weight[i] >= 0)
                    continue;
                int weight = -_weight[i];
                _weight[i] = weight;
                _degree[i] = Math.Max(0, Math.Min(_degree[i] + elementWeight - weight, remaining - weight));
                PushDegree(i);
                _lists[write++] = i;
            }
            _length[pivot] = write - _begin[pivot];
            _free = write;
            _weight[pivot] = 0;
            if (_length[pivot] == 0)
                _mark[pivot] = 0;
            else if (_mark[pivot] == 0)
                _mark[pivot] = 1;
        }

        private void Follow(int leader, int node)
        {
            _weight[node] = 0;
            _length[node] = 0;
            _elementCount[node] = 0;
            _follower[_lastFollower[leader]] = node;
            _lastFollower[leader] = _lastFollower[node];
        }

        /// <summary>Moves every live list to the front of a second array and exchanges the two.</summary>
        private void Compact()
        {
            if (_spare.Length == 0)
                _spare = new int[_lists.Length];
            int free = 0;
            for (int i = 0; i < _n; i++)
            {
                if (_length[i] == 0)
                    continue;
                Array.Copy(_lists, _begin[i], _spare, free, _length[i]);
                _begin[i] = free;
                free += _length[i];
            }
            (_lists, _spare) = (_spare, _lists);
            _free = free;
        }

        /// <summary>A stamp above every mark in use.</summary>
        private void RenewStamp()
        {
            if (_stamp < int.MaxValue - (4 * (_n + 2)))
            {
                _stamp += _largestElement + 1;
                return;
            }
            for (int i = 0; i < _n; i++)
            {
                if (_mark[i] != 0)
                    _mark[i] = 1;
            }
            _stamp = 2;
        }
    }
}
