using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Systems;

/// <summary>A database as equations: the technosphere A and the biosphere B of A·s = f, g = B·s (Heijungs &amp; Suh 2002, ch. 2).</summary>
/// <remarks>
/// Rows of A are products, columns are processes; the two are separate identities with orders of their own, and
/// <see cref="ProductOfColumn"/> says which product a column is there for. Entries are amounts in the flows' reference units for
/// the process as its data set describes it: outputs positive, inputs negative. In B emissions are positive, what is taken from
/// the environment is negative. Immutable and safe to share.
/// </remarks>
public sealed class ProductSystem
{
    private readonly int[] _productOfColumn;
    private readonly int[] _elementaryFlows;
    private readonly Lazy<ILookup<int, int>> _columnsByFlow;
    private readonly Lazy<(int[] Starts, ExchangeTerm[] Terms)> _terms;
    private readonly double[]? _amounts;

    internal ProductSystem(
        LciDatabase database,
        LinkOptions options,
        ImmutableArray<SystemColumn> columns,
        ImmutableArray<SystemProduct> products,
        int[] productOfColumn,
        int[] elementaryFlows,
        CscMatrix technosphere,
        CscMatrix biosphere,
        Wiring wiring,
        LinkReport links)
    {
        Database = database;
        Options = options;
        Columns = columns;
        Products = products;
        _productOfColumn = productOfColumn;
        _elementaryFlows = elementaryFlows;
        Technosphere = technosphere;
        Biosphere = biosphere;
        Links = links;
        _terms = new(() => TermsOf(wiring));
        _columnsByFlow = new(() => Enumerable.Range(0, columns.Length).ToLookup(j => columns[j].ReferenceFlow));
    }

    private ProductSystem(ProductSystem original, SystemContent content)
    {
        Database = original.Database;
        Options = original.Options;
        Columns = content.Columns;
        Products = original.Products;
        _productOfColumn = original._productOfColumn;
        _elementaryFlows = original._elementaryFlows;
        Technosphere = content.Technosphere;
        Biosphere = content.Biosphere;
        Links = original.Links;
        _columnsByFlow = original._columnsByFlow;
        _amounts = content.Amounts;
        _terms = content.Terms is { } terms ? new(() => (original._terms.Value.Starts, terms)) : original._terms;
    }

    /// <summary>The data the system was linked from.</summary>
    public LciDatabase Database { get; }

    /// <summary>The choices it was linked by.</summary>
    public LinkOptions Options { get; }

    /// <summary>The columns of A and B, ascending by id.</summary>
    public ImmutableArray<SystemColumn> Columns { get; }

    /// <summary>The rows of A, ascending by flow id, then by provider id.</summary>
    public ImmutableArray<SystemProduct> Products { get; }

    /// <summary>The row of A that each column is there for.</summary>
    public ReadOnlySpan<int> ProductOfColumn => _productOfColumn;

    /// <summary>The rows of B as indices of flows in the database, ascending.</summary>
    public ReadOnlySpan<int> ElementaryFlows => _elementaryFlows;

    /// <summary>A: products by processes.</summary>
    public CscMatrix Technosphere { get; }

    /// <summary>B: elementary flows by processes.</summary>
    public CscMatrix Biosphere { get; }

    /// <summary>What linking decided and left open.</summary>
    public LinkReport Links { get; }

    /// <summary>Links a database with the default choices and the given allocation.</summary>
    /// <exception cref="InputRefusedException">The system cannot be built; the findings name every fault.</exception>
    public static ProductSystem Link(LciDatabase database, Allocation allocation) =>
        Link(database, LinkOptions.Default with { Allocation = allocation });

    /// <summary>Links a database: allocates, chooses providers, and fills the matrices.</summary>
    /// <exception cref="InputRefusedException">
    /// A process has no reference output, several functions under <see cref="Allocation.None"/>, unusable allocation factors, a
    /// co-product that nothing else supplies under substitution, an ambiguous provider under <see cref="ProviderPolicy.Strict"/>, or
    /// an unlinked input under <see cref="UnlinkedPolicy.Refuse"/>. The findings name every fault, not only the first.
    /// </exception>
    public static ProductSystem Link(LciDatabase database, LinkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        return new Linker(database, options ?? LinkOptions.Default).Link();
    }

    /// <summary>The columns that supply or treat a flow, ascending by id.</summary>
    public IEnumerable<int> ColumnsFor(int flow) => _columnsByFlow.Value[flow];

    /// <summary>The column with an id, or −1.</summary>
    public int FindColumn(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        int low = 0;
        int high = Columns.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = string.CompareOrdinal(Columns[middle].Id, id);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }

    /// <summary>The flow a column supplies or treats.</summary>
    public Flow ReferenceFlowOf(int column) => Database.Flows[Columns[column].ReferenceFlow];

    /// <summary>How messages name a column: its process with the location, and the co-product where it stands for one.</summary>
    public string LabelOf(int column)
    {
        SystemColumn c = Columns[column];
        string label = Database.Processes.Label(c.Process);
        return c.ReferenceFlow == Database.Processes.ReferenceFlow(c.Process) ? label : $"{label} for '{Database.Flows[c.ReferenceFlow].Name}'";
    }

    /// <summary>The name of a column's process in one language.</summary>
    public string NameOf(int column, Language language) => Database.Processes.NameIn(Columns[column].Process, language);

    /// <summary>What each exchange contributes to the entries of a column of A and B, in the order of the exchanges. Found when first asked for.</summary>
    internal ReadOnlySpan<ExchangeTerm> TermsOf(int column)
    {
        (int[] starts, ExchangeTerm[] terms) = _terms.Value;
        return terms.AsSpan(starts[column]..starts[column + 1]);
    }

    /// <summary>The amount of an exchange as this system has it: the data's, unless it was changed since.</summary>
    internal double AmountOf(int exchange) => _amounts is { } amounts ? amounts[exchange] : Database.Exchanges.Amount[exchange];

    /// <summary>A system of the same columns, products and data with other amounts or providers.</summary>
    internal ProductSystem With(SystemContent content) => new(this, content);

    private (int[] Starts, ExchangeTerm[] Terms) TermsOf(Wiring wiring)
    {
        int[] rowOfFlow = new int[Database.Flows.Length];
        for (int row = 0; row < _elementaryFlows.Length; row++) rowOfFlow[_elementaryFlows[row]] = row;
        int[] starts = new int[Columns.Length + 1];
        List<ExchangeTerm> terms = new(Database.Exchanges.Count);
        for (int j = 0; j < Columns.Length; j++)
        {
            wiring.AddTermsOf(j, _productOfColumn, rowOfFlow, terms);
            starts[j + 1] = terms.Count;
        }

        return (starts, [.. terms]);
    }
}
