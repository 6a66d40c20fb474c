using CarbonLca.Model;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>What was counted in the processes that were kept.</summary>
internal sealed class OlcaTally
{
    public int UnitProcesses { get; set; }

    public int LciResults { get; set; }

    public int Exchanges { get; set; }

    public int[] ExchangesOfKind { get; } = new int[3];

    public int Avoided { get; set; }

    public int[] UncertainOfKind { get; } = new int[5];

    public int[] DegenerateOfKind { get; } = new int[5];

    public int NonPositiveLognormal { get; set; }

    public int NegativeLognormal { get; set; }

    public int TriangularModeOutside { get; set; }

    public int LocationDiffers { get; set; }

    public int Formulas { get; set; }

    public int ParameterProcesses { get; set; }

    public int MultiOutput { get; set; }

    public int WithAllocationFactors { get; set; }

    public int UnusableAllocationFactors { get; set; }

    public int AllocationFactorsLeftOut { get; set; }

    public int ConvertedUnits { get; set; }

    public int OpenProviders { get; set; }

    /// <summary>Adds the counts of one process.</summary>
    public void Add(OlcaTally other)
    {
        UnitProcesses += other.UnitProcesses;
        LciResults += other.LciResults;
        Exchanges += other.Exchanges;
        Add(ExchangesOfKind, other.ExchangesOfKind);
        Avoided += other.Avoided;
        Add(UncertainOfKind, other.UncertainOfKind);
        Add(DegenerateOfKind, other.DegenerateOfKind);
        NonPositiveLognormal += other.NonPositiveLognormal;
        NegativeLognormal += other.NegativeLognormal;
        TriangularModeOutside += other.TriangularModeOutside;
        LocationDiffers += other.LocationDiffers;
        Formulas += other.Formulas;
        ParameterProcesses += other.ParameterProcesses;
        MultiOutput += other.MultiOutput;
        WithAllocationFactors += other.WithAllocationFactors;
        UnusableAllocationFactors += other.UnusableAllocationFactors;
        AllocationFactorsLeftOut += other.AllocationFactorsLeftOut;
        ConvertedUnits += other.ConvertedUnits;
    }

    /// <summary>Counts one distribution.</summary>
    public void Count(UncertaintyKind kind, UncertaintyFault fault, double amount)
    {
        if (kind == UncertaintyKind.None) return;
        UncertainOfKind[(int)kind]++;
        if (fault.HasFlag(UncertaintyFault.Degenerate) || fault.HasFlag(UncertaintyFault.Unreadable)) DegenerateOfKind[(int)kind]++;
        if (fault.HasFlag(UncertaintyFault.ModeOutside)) TriangularModeOutside++;
        if (fault.HasFlag(UncertaintyFault.LocationDiffers)) LocationDiffers++;
        if (kind != UncertaintyKind.Lognormal) return;
        if (amount <= 0) NonPositiveLognormal++;
        if (amount < 0) NegativeLognormal++;
    }

    private static void Add(int[] sums, int[] more)
    {
        for (int i = 0; i < sums.Length; i++) sums[i] += more[i];
    }
}
