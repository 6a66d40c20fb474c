using System.Collections.Immutable;
using System.Numerics;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Studies;

namespace CarbonLca.Analysis;

/// <summary>The part of a change that is due to one group, or to groups that could not be told apart.</summary>
/// <param name="Groups">The group or groups.</param>
/// <param name="Value">Its part of the change of the total.</param>
/// <param name="Stages">Its part of the change of each stage, in the order of <see cref="ChangeSplit.Stages"/>.</param>
public sealed record ChangePart(ChangeGroups Groups, double Value, ImmutableArray<double> Stages);

/// <summary>The change from one computed footprint to another, split by cause into parts that add up to it.</summary>
/// <remarks>
/// <para>
/// The footprint is computed with every combination of old and new amounts, data, versions and methods, and each group gets the mean
/// of what it adds over all orders in which the groups can change: its Shapley value (Shapley 1953; for the decomposition of
/// emissions Ang, Liu &amp; Chew 2003, Energy Policy 31:1561–1566, and Sun 1998, Energy Econ. 20:85–100). No order is preferred, nothing is left over, and a
/// group that did not change has the part 0.
/// </para>
/// <para>
/// Where an old study does not fit new data, or the other way round, there is no such combination, and the groups concerned are
/// taken together: data with version, then activity with both.
/// </para>
/// </remarks>
public sealed record ChangeSplit
{
    private const double Tolerance = 1e-12;

    // The finest split first.
    private static readonly ChangeGroups[][] Partitions =
    [
        [ChangeGroups.Activity, ChangeGroups.Data, ChangeGroups.FactorVersion, ChangeGroups.Method],
        [ChangeGroups.Activity, ChangeGroups.Data | ChangeGroups.FactorVersion, ChangeGroups.Method],
        [ChangeGroups.Activity | ChangeGroups.Data | ChangeGroups.FactorVersion, ChangeGroups.Method],
        [ChangeGroups.Activity | ChangeGroups.Data | ChangeGroups.FactorVersion | ChangeGroups.Method],
    ];

    private ChangeSplit()
    {
    }

    /// <summary>The footprint before, computed anew.</summary>
    public required CarbonFootprint Before { get; init; }

    /// <summary>The footprint after, computed anew.</summary>
    public required CarbonFootprint After { get; init; }

    /// <summary>The change of the total.</summary>
    public ValueChange Total => new(Before.Total, After.Total);

    /// <summary>The parts; they add up to the change.</summary>
    public required ImmutableArray<ChangePart> Parts { get; init; }

    /// <summary>The stages that either footprint has.</summary>
    public required ImmutableArray<LifeCycleStage> Stages { get; init; }

    /// <summary>
    /// The earlier total with the later versions and method, its own amounts and data: what the later total is to be tracked against
    /// (REQ-19). Null where that cannot be computed.
    /// </summary>
    public required double? Recomputed { get; init; }

    /// <summary>Why groups were taken together, where they were.</summary>
    public required ImmutableArray<Diagnostic> Findings { get; init; }

    /// <summary>Splits the change between two computations.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    /// <exception cref="InputRefusedException">One of them cannot be computed, or their totals are in different units.</exception>
    /// <exception cref="InconsistentFootprintException">The parts do not add up: a fault of the engine.</exception>
    public static ChangeSplit Of(StudyComputation before, StudyComputation after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        Mixtures mixtures = new(before, after);
        CarbonFootprint first = mixtures.At(ChangeGroups.None);
        CarbonFootprint last = mixtures.At(ChangeGroups.Activity | ChangeGroups.Data | ChangeGroups.FactorVersion | ChangeGroups.Method);
        if (first.TotalUnit != last.TotalUnit) throw new InputRefusedException(Diagnostic.Error(FindingCode.UnitMismatch, $"The results are in {first.TotalUnit} and in {last.TotalUnit}; there is no change between them.", $"两个结果分别以 {first.TotalUnit} 与 {last.TotalUnit} 表示，无法比较变化。"));
        ImmutableArray<LifeCycleStage> stages = [.. LifeCycleStages.All.Append(LifeCycleStage.Unassigned).Where(stage => first.Stages.Concat(last.Stages).Any(s => s.Stage == stage))];
        List<Diagnostic> findings = [];
        foreach (ChangeGroups[] partition in Partitions)
        {
            try
            {
                ImmutableArray<ChangePart> parts = Split(mixtures, partition, stages);
                return new ChangeSplit
                {
                    Before = first,
                    After = last,
                    Parts = parts,
                    Stages = stages,
                    Recomputed = Recompute(mixtures, partition),
                    Findings = [.. findings],
                }.Verified();
            }
            catch (RefusalException refusal) when (partition.Length > 1)
            {
                findings.Clear();
                findings.Add(TakenTogether(Partitions[Array.IndexOf(Partitions, partition) + 1], refusal));
            }
        }

        throw new InvalidOperationException("The coarsest split has no combination that could be refused.");
    }

    private static double? Recompute(Mixtures mixtures, ChangeGroups[] partition)
    {
        ChangeGroups wanted = ChangeGroups.FactorVersion | ChangeGroups.Method;
        return partition.Where(g => (g & wanted) != ChangeGroups.None).Aggregate(ChangeGroups.None, (all, g) => all | g) == wanted ? mixtures.At(wanted).Total : null;
    }

    private static ImmutableArray<ChangePart> Split(Mixtures mixtures, ChangeGroups[] players, ImmutableArray<LifeCycleStage> stages)
    {
        int count = players.Length;
        double[][] values = [.. Enumerable.Range(0, 1 << count).Select(set => Values(mixtures.At(GroupsOf(players, set)), stages))];
        ImmutableArray<ChangePart>.Builder parts = ImmutableArray.CreateBuilder<ChangePart>(count);
        for (int player = 0; player < count; player++)
        {
            CompensatedSum[] sums = new CompensatedSum[stages.Length + 1];
            for (int set = 0; set < values.Length; set++)
            {
                if ((set >> player & 1) != 0) continue;
                double weight = Weight(BitOperations.PopCount((uint)set), count);
                for (int k = 0; k < sums.Length; k++)
                {
                    sums[k].Add(weight * values[set | (1 << player)][k]);
                    sums[k].Add(-weight * values[set][k]);
                }
            }

            parts.Add(new ChangePart(players[player], sums[0].Value, [.. sums.Skip(1).Select(s => s.Value)]));
        }

        return parts.MoveToImmutable();
    }

    // |S|!·(n − |S| − 1)!/n!: the share of orders in which exactly S has changed before the player.
    private static double Weight(int size, int count)
    {
        double weight = 1.0 / count;
        for (int k = 1; k <= size; k++) weight *= (double)k / (count - k);
        return weight;
    }

    private static ChangeGroups GroupsOf(ChangeGroups[] players, int set) =>
        players.Where((_, k) => (set >> k & 1) != 0).Aggregate(ChangeGroups.None, (all, g) => all | g);

    private static double[] Values(CarbonFootprint footprint, ImmutableArray<LifeCycleStage> stages) =>
        [footprint.Total, .. stages.Select(stage => footprint.Stages.Where(s => s.Stage == stage).Sum(s => s.Values[footprint.Headline]))];

    private static Diagnostic TakenTogether(ChangeGroups[] partition, RefusalException refusal)
    {
        Wording together = partition[^1].Name();
        foreach (ChangeGroups group in partition)
            if (BitOperations.PopCount((uint)group) > 1) together = group.Name();
        return Diagnostic.Warning(
            FindingCode.Summary,
            $"The change due to {together.En} is given as one part, because the old and the new cannot be combined: {refusal.Findings[0].ToText(Language.English)}",
            $"{together.Zh}所致的变化合并给出，因为新旧内容无法组合计算：{refusal.Findings[0].ToText(Language.Chinese)}");
    }

    private ChangeSplit Verified()
    {
        CompensatedSum sum = default;
        foreach (ChangePart part in Parts) sum.Add(part.Value);
        double size = Math.Abs(Before.Total) + Math.Abs(After.Total) + Parts.Sum(p => Math.Abs(p.Value));
        if (!(Math.Abs(sum.Value - Total.Absolute) <= Tolerance * size)) throw new InconsistentFootprintException($"{Before.Id} → {After.Id}", "parts of the change", Before.Categories[Before.Headline].Code, sum.Value, Total.Absolute);
        return this;
    }

    /// <summary>The footprints of all combinations of old and new, each computed once.</summary>
    private sealed class Mixtures(StudyComputation before, StudyComputation after)
    {
        private readonly Dictionary<ChangeGroups, CarbonFootprint> _computed = [];
        private readonly ChangeGroups _changed = ChangedBetween(before, after);

        public CarbonFootprint At(ChangeGroups taken)
        {
            // What did not change is the same either way.
            ChangeGroups key = taken & _changed;
            if (_computed.TryGetValue(key, out CarbonFootprint? known)) return known;
            bool isNew(ChangeGroups group) => taken.HasFlag(group);
            Study activity = isNew(ChangeGroups.Activity) ? after.Study : before.Study;
            StudyComputation mixed = new(
                isNew(ChangeGroups.Activity) == isNew(ChangeGroups.Data) ? activity : MixedStudy.Of(activity, isNew(ChangeGroups.Data) ? after.Study : before.Study),
                isNew(ChangeGroups.FactorVersion) ? after.Data : before.Data,
                isNew(ChangeGroups.Method) ? after.Method : before.Method,
                isNew(ChangeGroups.Method) ? after.Choices : before.Choices);
            CarbonFootprint footprint = mixed.Compute();
            _computed.Add(key, footprint);
            return footprint;
        }

        private static ChangeGroups ChangedBetween(StudyComputation before, StudyComputation after)
        {
            ChangeGroups changed = ChangeGroups.None;
            if (!ReferenceEquals(before.Study, after.Study)) changed |= ChangeGroups.Activity | ChangeGroups.Data;
            if (before.Data.Digest != after.Data.Digest) changed |= ChangeGroups.FactorVersion;
            bool isSameMethod = ReferenceEquals(before.Method, after.Method) || (before.Method.Id == after.Method.Id && before.Method.Digest.Length > 0 && before.Method.Digest == after.Method.Digest);
            if (!isSameMethod || !before.Choices.Equals(after.Choices)) changed |= ChangeGroups.Method;
            return changed;
        }
    }
}
