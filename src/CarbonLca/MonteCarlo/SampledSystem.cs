using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Systems;

namespace CarbonLca.MonteCarlo;

/// <summary>The equations Mᵀ·y = d of a system with the entries that are drawn: M = R·A·C of <see cref="LcaSolver"/>, d = C·B by category.</summary>
/// <remarks>
/// <para>
/// Drawn are the exchanges that can change an answer: uncertain, of a process upstream of what is asked for, and either characterised
/// themselves or leading to something that is. What is left out changes no bit of any answer, because nothing that is kept looks at it.
/// </para>
/// <para>
/// Rows of draws: first the parameters, which are exchanges and factors; then the diagonals that vary, each made from the parameters of
/// its column; then the products of an emission and its factor where both are drawn. A factor is drawn once for all that it characterises.
/// </para>
/// </remarks>
internal sealed class SampledSystem
{
    // Eight places are solved together whether all of them are taken or not; a few categories are faster one by one.
    private const int FewestTogether = 6;

    // Rows of products while their number is not known: from here downwards.
    private const int FirstUnnumbered = SampledEntry.Fixed - 1;

    private readonly int[] _entryStarts;
    private readonly SampledEntry[] _entries;
    private readonly int[][] _constantStarts;
    private readonly SampledConstant[][] _constants;
    private readonly double[][] _direct;

    private SampledSystem(Builder builder)
    {
        Solver = builder.Solver;
        Products = builder.Products;
        Categories = builder.Categories;
        Footprints = builder.Footprints;
        Parameters = [.. builder.Parameters];
        Diagonals = [.. builder.Diagonals];
        ProductDraws = [.. builder.ProductDraws];
        FixedByRule = [.. builder.FixedByRule];
        FixedFactors = [.. builder.FixedFactors];
        Factors = builder.Factors;
        IsUpstream = builder.IsUpstream;
        HasImpact = builder.HasImpact;
        Matrix = builder.Structure;
        Components = StronglyConnectedComponents.Of(Matrix);
        _entryStarts = builder.EntryStarts;
        _entries = [.. builder.Entries];
        _constantStarts = builder.ConstantStarts;
        _constants = [.. builder.Constants.Select(c => c.ToArray())];
        _direct = builder.DirectOfCategory;
        int[] columns = Products.Length == Matrix.ColumnCount ? [] : [.. Products];
        FixedPointSystem system = FixedPointSystem.Prepare(Matrix);
        List<CategoryGroup> groups = [];
        for (int first = 0; first < Categories.Length;)
        {
            int count = Math.Min(Categories.Length - first, SampleSweep.MaximumCategories);
            if (count < FewestTogether) count = 1;
            double[][] reference = [.. Categories.AsSpan(first, count).ToArray().Select(k => Footprints.Category(k).ToArray())];
            SampleSweep sweep = SampleSweep.Prepare(system, _direct.AsSpan(first, count), reference, _entries, _constants.AsSpan(first, count), columns);
            groups.Add(new CategoryGroup(first, count, sweep));
            first += count;
        }

        if (groups.Count == 1 && Diagonals.IsEmpty && ProductDraws.IsEmpty) groups[0] = groups[0] with { Sweep = ReadInOrder(groups[0].Sweep) };
        Groups = [.. groups];
        Credits = LoopCredits.Find(this);
    }

    public LcaSolver Solver { get; }

    /// <summary>The columns asked for, ascending.</summary>
    public ImmutableArray<int> Products { get; }

    /// <summary>The categories asked for, ascending.</summary>
    public ImmutableArray<int> Categories { get; }

    /// <summary>The footprints of the model as it stands.</summary>
    public ProductFootprints Footprints { get; }

    public ImmutableArray<UncertainParameter> Parameters { get; private set; }

    public ImmutableArray<DiagonalDraw> Diagonals { get; }

    /// <summary>Emissions and factors that are both drawn.</summary>
    public ImmutableArray<ProductDraw> ProductDraws { get; }

    /// <summary>Rows of exchanges whose stated distribution describes no random quantity.</summary>
    public ImmutableArray<int> FixedByRule { get; }

    /// <summary>Rows of the method that apply here, whose stated distribution describes no random quantity; ascending.</summary>
    public ImmutableArray<int> FixedFactors { get; }

    /// <summary>The factors that are drawn.</summary>
    public UncertainFactors Factors { get; }

    /// <summary>Whether something asked for depends on a column.</summary>
    public bool[] IsUpstream { get; }

    /// <summary>Whether a column can have an impact, by category asked for; without one its footprint is 0 whatever is drawn.</summary>
    public bool[][] HasImpact { get; }

    /// <summary>M; where an entry is 0 as it stands and drawn, a typical draw stands in its place.</summary>
    public CscMatrix Matrix { get; }

    /// <summary>The loops of M, suppliers first.</summary>
    public StronglyConnectedComponents Components { get; }

    /// <summary>The categories asked for, in groups that are solved together.</summary>
    public ImmutableArray<CategoryGroup> Groups { get; }

    /// <summary>Where loops have credits, or can have them.</summary>
    public LoopCredits Credits { get; }

    /// <summary>Rows of draws: parameters, then diagonals, then products.</summary>
    public int DrawRows => Parameters.Length + Diagonals.Length + ProductDraws.Length;

    /// <summary>Samples that are drawn and solved together.</summary>
    public int UnitSamples => Groups.Length == 1 ? Groups[0].Sweep.PassSamples : SampleSweep.Lanes;

    /// <summary>Numbers asked for: products × categories.</summary>
    public int SeriesCount => Products.Length * Categories.Length;

    /// <summary>The drawn entries of a column of M.</summary>
    public ReadOnlySpan<SampledEntry> EntriesOf(int column) => _entries.AsSpan(_entryStarts[column].._entryStarts[column + 1]);

    /// <summary>The drawn terms of d of a column; where there are any, all of d.</summary>
    public ReadOnlySpan<SampledConstant> ConstantsOf(int category, int column) =>
        _constants[category].AsSpan(_constantStarts[category][column].._constantStarts[category][column + 1]);

    /// <summary>d of a column as it stands.</summary>
    public double DirectOf(int category, int column) => _direct[category][column];

    // Numbers the parameters in the order in which the sweeps read them, so that draws are written where they are read. Terms of a node keep their order, hence every bit.
    private SampleSweep ReadInOrder(SampleSweep sweep)
    {
        int[] rowOf = sweep.NumberRowsAsRead(Parameters.Length);
        UncertainParameter[] parameters = new UncertainParameter[rowOf.Length];
        for (int row = 0; row < rowOf.Length; row++) parameters[rowOf[row]] = Parameters[row];
        Parameters = ImmutableCollectionsMarshal.AsImmutableArray(parameters);
        for (int k = 0; k < _entries.Length; k++)
            if (_entries[k].DrawRow != SampledEntry.Fixed) _entries[k] = _entries[k] with { DrawRow = rowOf[_entries[k].DrawRow] };
        foreach (SampledConstant[] constants in _constants)
        {
            for (int k = 0; k < constants.Length; k++)
                if (constants[k].DrawRow != SampledEntry.Fixed) constants[k] = constants[k] with { DrawRow = rowOf[constants[k].DrawRow] };
        }

        return sweep.Renumbered(rowOf);
    }

    public static SampledSystem Prepare(LcaSolver solver, Characterization characterization, ImmutableArray<int> products, ImmutableArray<int> categories, LognormalAmount convention)
    {
        Builder builder = new(solver, characterization, products, categories, convention);
        builder.FindDraws();
        builder.MakeStructure();
        builder.FindUpstream();
        builder.FindImpact();
        for (int j = 0; j < builder.Structure.ColumnCount; j++) builder.AddColumn(j);
        builder.NumberDerived();
        return new SampledSystem(builder);
    }

    /// <summary>Collects what is drawn, column by column.</summary>
    private sealed class Builder
    {
        private readonly CscMatrix _matrix;
        private readonly ProductSystem _system;
        private readonly ExchangeKeys _keys;
        private readonly Characterization _characterization;
        private readonly bool[] _isRandom;
        private readonly int[] _parameterOf;
        private readonly double[] _rowSign;
        private readonly LognormalAmount _convention;
        private readonly Dictionary<int, int> _parameterOfFactor = [];
        private readonly Dictionary<(int Amount, int Factor), int> _productOf = [];
        private readonly double[] _factors;
        private readonly double[] _allFactors;
        private readonly FlowFactor?[] _drawn;
        private readonly int[] _applied;
        private readonly bool[] _hasImpact;
        private readonly double[] _fixedPart;
        private readonly List<ExchangeTerm> _terms = [];
        private readonly List<long> _places = [];
        private readonly List<(int Row, double Coefficient, bool IsMade)> _parts = [];

        public Builder(LcaSolver solver, Characterization characterization, ImmutableArray<int> products, ImmutableArray<int> categories, LognormalAmount convention)
        {
            Solver = solver;
            Products = products;
            Categories = categories;
            _matrix = solver.Matrix;
            _system = solver.System;
            _characterization = characterization;
            _convention = convention;
            Factors = UncertainFactors.Of(characterization.Method, convention, _system.Database.Exchanges.CombinationCount);
            _keys = new ExchangeKeys(_system.Database);
            DirectImpacts direct = DirectImpacts.Of(_system, characterization);
            Footprints = solver.FootprintsOfAllProducts(direct);
            int n = _matrix.ColumnCount;
            int exchanges = _system.Database.Exchanges.Count;
            _isRandom = new bool[exchanges];
            _parameterOf = new int[exchanges];
            Array.Fill(_parameterOf, -1);
            _rowSign = new double[n];
            for (int j = 0; j < n; j++) _rowSign[j] = _system.ReferenceFlowOf(j).Kind == FlowKind.Waste ? -1 : 1;
            _allFactors = new double[direct.CategoryCount];
            _factors = new double[categories.Length];
            _fixedPart = new double[categories.Length];
            _applied = new int[direct.CategoryCount];
            _drawn = new FlowFactor?[categories.Length];
            EntryStarts = new int[n + 1];
            ConstantStarts = [.. categories.Select(_ => new int[n + 1])];
            Constants = [.. categories.Select(_ => new List<SampledConstant>())];
            DirectOfCategory = [.. categories.Select(_ => new double[n])];
            for (int j = 0; j < n; j++)
                for (int k = 0; k < categories.Length; k++) DirectOfCategory[k][j] = solver.ColumnSign(j) * direct.Of(j)[categories[k]];
            Structure = _matrix;
            IsUpstream = new bool[n];
            HasImpact = [.. categories.Select(_ => new bool[n])];
            _hasImpact = new bool[n];
        }

        public LcaSolver Solver { get; }

        public ImmutableArray<int> Products { get; }

        public ImmutableArray<int> Categories { get; }

        public ProductFootprints Footprints { get; }

        public List<UncertainParameter> Parameters { get; } = [];

        public List<DiagonalDraw> Diagonals { get; } = [];

        public List<ProductDraw> ProductDraws { get; } = [];

        public UncertainFactors Factors { get; }

        public List<int> FixedByRule { get; } = [];

        public SortedSet<int> FixedFactors { get; } = [];

        public List<SampledEntry> Entries { get; } = [];

        public int[] EntryStarts { get; }

        public List<SampledConstant>[] Constants { get; }

        public int[][] ConstantStarts { get; }

        public double[][] DirectOfCategory { get; }

        public CscMatrix Structure { get; private set; }

        public bool[] IsUpstream { get; }

        public bool[][] HasImpact { get; }

        /// <summary>What each exchange draws.</summary>
        public void FindDraws()
        {
            ExchangeTable table = _system.Database.Exchanges;
            for (int row = 0; row < table.Count; row++)
            {
                if (table.Kind[row] == (byte)UncertaintyKind.None) continue;
                ExchangeDraw draw = DrawOf(row);
                _isRandom[row] = draw.IsRandom;
                if (draw.IsFixedByRule) FixedByRule.Add(row);
            }

            foreach (int flow in _system.ElementaryFlows)
            {
                foreach (FlowFactor factor in _characterization.Factors(flow))
                    if (Factors.IsFixedByRule(factor.Row) && Categories.Contains(factor.Category)) FixedFactors.Add(factor.Row);
            }
        }

        /// <summary>M with a typical draw wherever a drawn entry is 0 as it stands, so that sweeps have a place for it.</summary>
        public void MakeStructure()
        {
            double[]? values = null;
            for (int j = 0; j < _matrix.ColumnCount; j++)
            {
                foreach (ExchangeTerm term in _system.TermsOf(j))
                {
                    if (term.IsBiosphere || !_isRandom[term.Exchange] || term.Factor == 0) continue;
                    int place = PlaceOf(_system.Products[term.MatrixRow].Column, j);
                    if (_matrix.Values[place] != 0) continue;
                    values ??= _matrix.Values.ToArray();
                    ExchangeDraw draw = DrawOf(term.Exchange);
                    double low = draw.Distribution.Quantile(0.001);
                    double high = draw.Distribution.Quantile(0.999);
                    double size = Math.Max(Math.Abs(low), Math.Abs(high)) * draw.Unit;
                    values[place] -= Math.Abs(term.Factor) * (size > 0 ? size : 1);
                }
            }

            if (values is not null) Structure = _matrix.WithValues(values);
        }

        /// <summary>Marks what the products asked for depend on.</summary>
        public void FindUpstream() => Spread(Structure, IsUpstream, Products);

        /// <summary>Marks the columns that can have an impact in each category asked for.</summary>
        public void FindImpact()
        {
            List<int>[] sources = [.. Categories.Select(_ => new List<int>())];
            bool[] isSource = new bool[Categories.Length];
            for (int j = 0; j < _matrix.ColumnCount; j++)
            {
                for (int k = 0; k < isSource.Length; k++) isSource[k] = DirectOfCategory[k][j] != 0;
                foreach (ExchangeTerm term in _system.TermsOf(j))
                {
                    if (!term.IsBiosphere || term.Factor == 0) continue;
                    bool isRandom = _isRandom[term.Exchange];
                    if (!isRandom && (!Factors.Any || _system.Database.Exchanges.Amount[term.Exchange] == 0)) continue;
                    ReadOnlySpan<double> factors = FactorsOf(j, term);
                    for (int k = 0; k < isSource.Length; k++) isSource[k] |= (isRandom && factors[k] != 0) || _drawn[k] is not null;
                }

                for (int k = 0; k < isSource.Length; k++)
                    if (isSource[k]) sources[k].Add(j);
            }

            CscMatrix consumers = Structure.Transpose();
            for (int k = 0; k < isSource.Length; k++)
            {
                Spread(consumers, HasImpact[k], sources[k]);
                for (int j = 0; j < _hasImpact.Length; j++) _hasImpact[j] |= HasImpact[k][j];
            }
        }

        /// <summary>Adds what is drawn in one column.</summary>
        public void AddColumn(int j)
        {
            if (IsUpstream[j] && _hasImpact[j])
            {
                AddEntries(j);
                AddConstants(j);
            }

            EntryStarts[j + 1] = Entries.Count;
            for (int k = 0; k < Categories.Length; k++) ConstantStarts[k][j + 1] = Constants[k].Count;
        }

        /// <summary>Puts the rows of diagonals behind those of the parameters, and those of products last.</summary>
        public void NumberDerived()
        {
            int firstProduct = Parameters.Count + Diagonals.Count;
            for (int k = 0; k < ProductDraws.Count; k++) ProductDraws[k] = ProductDraws[k] with { Row = firstProduct + k };
            foreach (List<SampledConstant> constants in Constants)
            {
                for (int k = 0; k < constants.Count; k++)
                    if (constants[k].DrawRow <= FirstUnnumbered) constants[k] = constants[k] with { DrawRow = firstProduct + FirstUnnumbered - constants[k].DrawRow };
            }

            for (int k = 0; k < Diagonals.Count; k++) Diagonals[k] = Diagonals[k] with { Row = Parameters.Count + k };
            for (int k = 0; k < Entries.Count; k++)
                if (Entries[k].MatrixRow == Entries[k].MatrixColumn) Entries[k] = Entries[k] with { DrawRow = Parameters.Count + Entries[k].DrawRow };
        }

        private void AddEntries(int j)
        {
            _terms.Clear();
            _places.Clear();
            foreach (ExchangeTerm term in _system.TermsOf(j))
            {
                if (term.IsBiosphere || term.Factor == 0) continue;
                _places.Add(((long)_system.Products[term.MatrixRow].Column << 32) | (uint)_terms.Count);
                _terms.Add(term);
            }

            // By row, and within a row in the order of the exchanges.
            _places.Sort();
            for (int first = 0, next; first < _places.Count; first = next)
            {
                int row = (int)(_places[first] >> 32);
                for (next = first + 1; next < _places.Count && (int)(_places[next] >> 32) == row;) next++;
                AddEntry(row, j, first, next);
            }
        }

        // The entry of a row, from the terms at some of the places.
        private void AddEntry(int i, int j, int first, int next)
        {
            bool isRandom = false;
            for (int k = first; k < next; k++) isRandom |= _isRandom[TermAt(k).Exchange];
            if (!_hasImpact[i] || !isRandom) return;
            double sign = _rowSign[i] * Solver.ColumnSign(j);
            double fixedPart = 0;
            double fixedMade = 0;
            _parts.Clear();
            for (int k = first; k < next; k++)
            {
                ExchangeTerm term = TermAt(k);
                double value = sign * term.Factor * _system.Database.Exchanges.Amount[term.Exchange];
                if (_isRandom[term.Exchange])
                {
                    ExchangeDraw draw = DrawOf(term.Exchange);
                    _parts.Add((ParameterOf(j, term, draw), sign * term.Factor * draw.Unit, value > 0));
                    continue;
                }

                fixedPart += value;
                fixedMade += Math.Max(0, value);
            }

            if (i == j)
            {
                // Numbered among the diagonals for now: how many parameters come before them is not known yet.
                Entries.Add(new SampledEntry(j, j, Diagonals.Count, _matrix[j, j]));
                Diagonals.Add(new DiagonalDraw(j, Diagonals.Count, _matrix[j, j], fixedMade, fixedMade - fixedPart, [.. _parts]));
                return;
            }

            foreach ((int row, double coefficient, _) in _parts) Entries.Add(new SampledEntry(i, j, row, coefficient));
            if (fixedPart != 0) Entries.Add(new SampledEntry(i, j, SampledEntry.Fixed, fixedPart));

            ExchangeTerm TermAt(int place) => _terms[(int)(uint)_places[place]];
        }

        private void AddConstants(int j)
        {
            Span<double> fixedPart = _fixedPart;
            fixedPart.Clear();
            bool hasDraws = false;
            double sign = Solver.ColumnSign(j);
            foreach (ExchangeTerm term in _system.TermsOf(j))
            {
                if (!term.IsBiosphere || term.Factor == 0) continue;
                ReadOnlySpan<double> factors = FactorsOf(j, term);
                bool hasDrawnFactor = Array.Exists(_drawn, factor => factor is not null);
                if (!factors.ContainsAnyExcept(0.0) && !hasDrawnFactor) continue;
                bool isRandom = _isRandom[term.Exchange];
                hasDraws |= isRandom || hasDrawnFactor;
                ExchangeDraw draw = isRandom ? DrawOf(term.Exchange) : default;
                int row = isRandom ? ParameterOf(j, term, draw) : SampledEntry.Fixed;
                for (int k = 0; k < factors.Length; k++)
                {
                    if (_drawn[k] is { } drawn)
                    {
                        AddDrawn(k, j, term, drawn, row, draw);
                        continue;
                    }

                    double coefficient = sign * term.Factor * factors[k];
                    if (!isRandom) fixedPart[k] += coefficient * _system.Database.Exchanges.Amount[term.Exchange];
                    else if (coefficient != 0) Constants[k].Add(new SampledConstant(j, row, coefficient * draw.Unit));
                }
            }

            if (!hasDraws) return;
            for (int k = 0; k < fixedPart.Length; k++)
            {
                bool isDrawn = Constants[k].Count > ConstantStarts[k][j];
                if (isDrawn && fixedPart[k] != 0) Constants[k].Add(new SampledConstant(j, SampledEntry.Fixed, fixedPart[k]));
            }
        }

        // An emission whose factor is drawn: the factor's row where the emission is fixed, else the row of their product.
        private void AddDrawn(int k, int j, ExchangeTerm term, FlowFactor factor, int amountRow, ExchangeDraw draw)
        {
            double coefficient = Solver.ColumnSign(j) * term.Factor * factor.PerRowUnit;
            coefficient *= amountRow == SampledEntry.Fixed ? _system.Database.Exchanges.Amount[term.Exchange] : draw.Unit;
            if (coefficient == 0) return;
            int factorRow = ParameterOf(Factors.OwnerOf(factor.Row));
            int row = amountRow == SampledEntry.Fixed ? factorRow : FirstUnnumbered - ProductOf(amountRow, factorRow);
            Constants[k].Add(new SampledConstant(j, row, coefficient * Parameters[factorRow].Unit));
        }

        // Numbered from 0 for now: how many rows come before them is not known yet.
        private int ProductOf(int amountRow, int factorRow)
        {
            if (_productOf.TryGetValue((amountRow, factorRow), out int product)) return product;
            product = ProductDraws.Count;
            _productOf.Add((amountRow, factorRow), product);
            ProductDraws.Add(new ProductDraw(product, amountRow, factorRow));
            return product;
        }

        // The impact of one unit of an elementary flow from a column's process, in each category asked for; in '_drawn' the factors that vary.
        private ReadOnlySpan<double> FactorsOf(int j, ExchangeTerm term)
        {
            Array.Clear(_allFactors);
            string? location = _system.Database.Processes.Location(_system.Columns[j].Process);
            _characterization.AddTo(_system.ElementaryFlows[term.MatrixRow], 1, location, _allFactors);
            for (int k = 0; k < _factors.Length; k++) _factors[k] = _allFactors[Categories[k]];
            if (Factors.Any) FindDrawn(_system.ElementaryFlows[term.MatrixRow], location);
            return _factors;
        }

        private void FindDrawn(int flow, string? location)
        {
            ReadOnlySpan<FlowFactor> factors = _characterization.Factors(flow);
            _characterization.FindApplied(flow, location, _applied);
            for (int k = 0; k < _drawn.Length; k++)
            {
                int place = _applied[Categories[k]];
                _drawn[k] = place >= 0 && Factors.OwnerOf(factors[place].Row) >= 0 ? factors[place] : null;
            }
        }

        private int ParameterOf(int factorOwner)
        {
            if (_parameterOfFactor.TryGetValue(factorOwner, out int row)) return row;
            _parameterOfFactor.Add(factorOwner, Parameters.Count);
            Parameters.Add(Factors.ParameterOf(factorOwner));
            return Parameters.Count - 1;
        }

        // Made again where it is needed: of most exchanges nothing is drawn, and those of a large database would take a hundred megabytes.
        private ExchangeDraw DrawOf(int row) => ExchangeDraw.Of(_system.Database.Exchanges, row, _convention);

        private int ParameterOf(int j, ExchangeTerm term, ExchangeDraw draw)
        {
            if (_parameterOf[term.Exchange] >= 0) return _parameterOf[term.Exchange];
            int process = _system.Columns[j].Process;
            _parameterOf[term.Exchange] = Parameters.Count;
            Parameters.Add(new UncertainParameter(process, term.Exchange, _keys.Of(process, term.Exchange), draw.Distribution, draw.Unit));
            return Parameters.Count - 1;
        }

        private int PlaceOf(int row, int column)
        {
            int start = _matrix.ColumnStarts[column];
            return start + _matrix.RowIndices[start.._matrix.ColumnStarts[column + 1]].BinarySearch(row);
        }

        // Marks the sources and every row their columns lead to, and so on.
        private static void Spread(CscMatrix matrix, bool[] isReached, IReadOnlyList<int> sources)
        {
            Stack<int> open = new();
            foreach (int source in sources)
            {
                if (!isReached[source]) open.Push(source);
                isReached[source] = true;
            }

            while (open.TryPop(out int j))
            {
                for (int p = matrix.ColumnStarts[j]; p < matrix.ColumnStarts[j + 1]; p++)
                {
                    int i = matrix.RowIndices[p];
                    if (matrix.Values[p] == 0 || isReached[i]) continue;
                    isReached[i] = true;
                    open.Push(i);
                }
            }
        }
    }
}
