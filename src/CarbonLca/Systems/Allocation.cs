using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Systems.Allocations;

namespace CarbonLca.Systems;

/// <summary>How the burdens of a process with several functions are shared among them (ISO 14067 6.4.6, REQ-30…32).</summary>
/// <remarks>
/// A function of a process is a product it gives out or a waste it takes in. A process with one function needs no allocation,
/// and every rule leaves it as it is. A rule either partitions: one column for each function, the other exchanges shared; or it
/// keeps one column and says what becomes of the co-products.
/// </remarks>
public abstract class Allocation
{
    /// <summary>No allocation: a process with several functions is refused.</summary>
    public static Allocation None { get; } = new Refusal();

    /// <summary>What the data say where they say something usable; otherwise the reference flow takes all. The default.</summary>
    public static Allocation AsGiven { get; } = new FactorsAsGiven(null);

    /// <summary>The reference flow takes all burdens; co-products leave the system free of burden.</summary>
    public static Allocation ReferenceTakesAll { get; } = new ReferenceTakesAll();

    /// <summary>The factors the data give for a physical relation.</summary>
    public static Allocation Physical { get; } = new FactorsAsGiven(AllocationKey.Physical);

    /// <summary>The factors the data give for an economic relation.</summary>
    public static Allocation Economic { get; } = new FactorsAsGiven(AllocationKey.Economic);

    /// <summary>The factors the data give for each exchange.</summary>
    public static Allocation Causal { get; } = new FactorsAsGiven(AllocationKey.Causal);

    /// <summary>Equal shares for all functions.</summary>
    public static Allocation Equal { get; } = new EqualShares();

    /// <summary>Co-products replace the same products of other processes (system expansion by substitution).</summary>
    public static Allocation Substitution { get; } = new Substitution();

    /// <summary>Every rule that needs no parameter, in the order of documentation.</summary>
    public static IReadOnlyList<Allocation> All { get; } =
        [AsGiven, ReferenceTakesAll, Physical, Economic, Causal, Equal, Substitution, None];

    /// <summary>Shares in proportion to amount × a property of the flows, such as <c>mass</c> or <c>price</c>.</summary>
    /// <param name="property">The name of a <see cref="FlowProperty"/>; the reference unit itself when a flow is measured in that property's unit.</param>
    public static Allocation ByProperty(string property) => new PropertyShares(property);

    /// <summary>The rule a name stands for: one of <see cref="All"/>, or <c>by:PROPERTY</c>.</summary>
    /// <exception cref="InputRefusedException">No rule has that name.</exception>
    public static Allocation Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (Allocation allocation in All)
            if (allocation.Name == name) return allocation;
        if (name.StartsWith("by:", StringComparison.Ordinal) && name.Length > 3) return ByProperty(name[3..]);
        string known = string.Join(", ", All.Select(a => a.Name)) + ", by:PROPERTY";
        throw new InputRefusedException(Diagnostic.Error(FindingCode.UnknownName, $"'{name}' is no allocation rule.", $"'{name}' 不是分配规则。") with
        {
            Expected = Wording.Same(known),
        });
    }

    /// <summary>The name used on the command line and in results.</summary>
    public abstract string Name { get; }

    /// <summary>Shares the burdens of a process with several functions.</summary>
    /// <param name="process">The process and its functions.</param>
    /// <param name="findings">Receives what is wrong, and what was chosen.</param>
    /// <returns>One column, or one for each function; empty when an error was found.</returns>
    internal abstract IReadOnlyList<AllocatedColumn> Allocate(MultifunctionalProcess process, ICollection<Diagnostic> findings);
}
