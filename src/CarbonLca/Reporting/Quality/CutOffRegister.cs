using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Quality;

/// <summary>Everything a footprint leaves out, with its share of mass, energy and greenhouse gases, against the declared criteria (REQ-15).</summary>
/// <remarks>Shares are of the estimated total: what is counted and what is cut off together.</remarks>
public sealed record CutOffRegister
{
    private const int NamesInMessage = 5;

    // Claims of these ask for criteria that are kept; the edition does not matter.
    private static readonly string[] BindingStandards = ["ISO 14067", "GB/T 24067"];

    /// <summary>The criteria.</summary>
    public required CutOffCriteria Criteria { get; init; }

    /// <summary>What is cut off: first what the study declares, then what the data leave open, by share.</summary>
    public required ImmutableArray<CutOffEntry> Entries { get; init; }

    /// <summary>The share of the estimated greenhouse gases of all entries that could be assessed, in per cent: the exempted emissions of PACT.</summary>
    public required double Percent { get; init; }

    /// <summary>Their share of mass in per cent; null when neither study nor entries have any.</summary>
    public required double? MassPercent { get; init; }

    /// <summary>Their share of energy in per cent; null when neither study nor entries have any.</summary>
    public required double? EnergyPercent { get; init; }

    /// <summary>How many entries could not be assessed; their share is not in <see cref="Percent"/>.</summary>
    public int Unassessed => Entries.Count(e => e.Percent is null);

    /// <summary>Whether the assessed cut-offs together keep the limit.</summary>
    public bool IsWithinSum => Percent <= 100 * Criteria.Sum;

    /// <summary>The entries that break the limit of a single flow.</summary>
    public IEnumerable<CutOffEntry> AboveSingle => Entries.Where(e => e.Percent > 100 * Criteria.Single);

    /// <summary>How complete the footprint is, in one sentence.</summary>
    public Wording Statement
    {
        get
        {
            if (Entries.IsEmpty) return new Wording("Nothing was cut off: every input of the processes that take part is supplied.", "未作取舍：参与计算的过程的全部输入均有供应过程。");
            string percent = Digits.Percent(Percent);
            string limit = Digits.Percent(100 * Criteria.Sum);
            string en = $"{Entries.Length} {(Entries.Length == 1 ? "flow is" : "flows are")} cut off; together an estimated {percent} % of the greenhouse gases (limit {limit} %)";
            string zh = $"共舍去 {Entries.Length} 项流，估计合计占温室气体总量的 {percent} %（限值 {limit} %）";
            if (MassPercent is { } mass)
            {
                en += $", {Digits.Percent(mass)} % of the mass";
                zh += $"，占质量的 {Digits.Percent(mass)} %";
            }

            if (EnergyPercent is { } energy)
            {
                en += $", {Digits.Percent(energy)} % of the energy";
                zh += $"，占能量的 {Digits.Percent(energy)} %";
            }

            return Unassessed == 0
                ? new Wording($"{en}.", $"{zh}。")
                : new Wording($"{en}. {Unassessed} of them could not be assessed and are not in these shares.", $"{zh}。其中 {Unassessed} 项无法估算，未计入上述占比。");
        }
    }

    /// <summary>Whether a study claims a standard that binds it to its criteria.</summary>
    public static bool IsBinding(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return study.Scope is { } scope && scope.Standards.Any(s => Array.Exists(BindingStandards, b => s.StartsWith(b, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>What a reader should know; a sum above the limit is an error for a study that claims ISO 14067 or GB/T 24067.</summary>
    /// <param name="study">The study.</param>
    public IEnumerable<Diagnostic> Findings(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        SourcePosition? where = Criteria.Where ?? study.Where;
        if (!IsWithinSum)
        {
            bool isBinding = IsBinding(study);
            Diagnostic finding = Diagnostic.Error(
                FindingCode.CutOff,
                $"What is cut off is an estimated {Digits.Percent(Percent)} % of the footprint, and the criterion permits {Digits.Percent(100 * Criteria.Sum)} %.",
                $"舍去部分估计占碳足迹的 {Digits.Percent(Percent)} %，超过准则允许的 {Digits.Percent(100 * Criteria.Sum)} %。") with
            {
                Where = where,
                Found = $"{Digits.Percent(Percent)} %",
                Expected = new Wording($"at most {Digits.Percent(100 * Criteria.Sum)} %", $"不超过 {Digits.Percent(100 * Criteria.Sum)} %"),
                Next = isBinding
                    ? new Wording("Count the largest of them, or give up the claim of the standard.", "请将其中最大的流计入，或撤回对标准的符合性声明。")
                    : new Wording("Count the largest of them.", "请将其中最大的流计入。"),
            };
            yield return isBinding ? finding : finding with { Severity = Severity.Warning };
        }

        CutOffEntry[] large = [.. AboveSingle];
        if (large.Length > 0)
        {
            yield return Diagnostic.Warning(
                FindingCode.CutOff,
                $"{large.Length} of the flows cut off {(large.Length == 1 ? "exceeds" : "exceed")} the criterion of {Digits.Percent(100 * Criteria.Single)} % for one flow: {string.Join(", ", large.Take(NamesInMessage).Select(e => $"'{e.Item.En}' ({Digits.Percent(e.Percent!.Value)} %)"))}{(large.Length > NamesInMessage ? ", …" : string.Empty)}.",
                $"舍去的流中有 {large.Length} 项超过单项准则 {Digits.Percent(100 * Criteria.Single)} %：{string.Join("、", large.Take(NamesInMessage).Select(e => $"“{e.Item.Zh}”（{Digits.Percent(e.Percent!.Value)} %）"))}{(large.Length > NamesInMessage ? "……" : string.Empty)}。") with
            { Where = where };
        }

        CutOffEntry[] open = [.. Entries.Where(e => e.Percent is null)];
        if (open.Length > 0)
        {
            yield return Diagnostic.Warning(
                FindingCode.CutOff,
                $"The share of {open.Length} {(open.Length == 1 ? "flow" : "flows")} cut off could not be assessed, so that the sum is a lower bound: {string.Join(", ", open.Take(NamesInMessage).Select(e => $"'{e.Item.En}'"))}{(open.Length > NamesInMessage ? ", …" : string.Empty)}.",
                $"有 {open.Length} 项被舍去的流无法估算占比，合计为下限：{string.Join("、", open.Take(NamesInMessage).Select(e => $"“{e.Item.Zh}”"))}{(open.Length > NamesInMessage ? "……" : string.Empty)}。") with
            {
                Where = where,
                Next = new Wording("Supply them, or list them under cut_offs with an estimate.", "请为其指定供应过程，或在 cut_offs 中列出并给出估计。"),
            };
        }
    }
}

/// <summary>A flow that is cut off.</summary>
public sealed record CutOffEntry
{
    /// <summary>What it is.</summary>
    public required Wording Item { get; init; }

    /// <summary>Whether the study declares it; otherwise the data leave it open.</summary>
    public required bool IsDeclared { get; init; }

    /// <summary>The stage it is declared for; null for what the data leave open.</summary>
    public required LifeCycleStage? Stage { get; init; }

    /// <summary>How much, per functional unit.</summary>
    public required double Amount { get; init; }

    /// <summary>The unit of <see cref="Amount"/>.</summary>
    public required string Unit { get; init; }

    /// <summary>How it is estimated: <c>mass</c>, <c>energy</c>, <c>provider</c>, <c>value</c>, or <c>median</c> of the products of the same dimension.</summary>
    public required string Estimate { get; init; }

    /// <summary>Why it is cut off.</summary>
    public required Wording Reason { get; init; }

    /// <summary>The estimated footprint; null where nothing could be estimated.</summary>
    public required double? Value { get; init; }

    /// <summary>Its share of the estimated footprint in per cent; null where nothing could be estimated.</summary>
    public required double? Percent { get; init; }

    /// <summary>Its share of the mass in per cent; null where it has no mass.</summary>
    public required double? MassPercent { get; init; }

    /// <summary>Its share of the energy in per cent; null where it has no energy.</summary>
    public required double? EnergyPercent { get; init; }
}
