using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Systems;

namespace CarbonLca.Formats.Results;

/// <summary>What linking an imported database by the default choices will decide and leave open, said at import already.</summary>
public static class LinkPreview
{
    /// <summary>The package with counts and findings of its links added; unchanged when it has no database.</summary>
    /// <remarks>A database that cannot be linked is still a database: what stands in the way becomes warnings.</remarks>
    public static LciPackage Add(LciPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (package.Database is not { } database) return package;
        try
        {
            LinkReport links = ProductSystem.Link(database).Links;
            return package with
            {
                Counts = package.Counts.AddRange(Counts(links)),
                Findings = [.. package.Findings, .. links.Findings, .. links.DescribeEachUnlinkedFlow()],
            };
        }
        catch (InputRefusedException refusal)
        {
            return package with
            {
                Findings = [.. package.Findings, .. refusal.Findings.Select(f => f.Severity == Severity.Error ? f with { Severity = Severity.Warning } : f)],
            };
        }
    }

    private static ImmutableArray<ImportCount> Counts(LinkReport links) =>
    [
        new("linked_inputs", new Wording("product inputs with a provider", "有供应过程的产品输入"), links.InputCount - links.UnlinkedInputs.Length),
        new("unlinked_inputs", new Wording("product inputs without provider", "没有供应过程的产品输入"), links.UnlinkedInputs.Length),
        new("unlinked_flows", new Wording("products that no process supplies", "没有过程供应的产品"), links.UnlinkedInputs.Select(e => e.Flow).Distinct().Count()),
        new("untreated_wastes", new Wording("waste outputs without treatment", "没有处理过程的废物输出"), links.UntreatedWastes.Length),
        new("chosen_providers", new Wording("providers chosen among several", "在多个供应过程中选定的"), links.Choices.Length),
    ];
}
