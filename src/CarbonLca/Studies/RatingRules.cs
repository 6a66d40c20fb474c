using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Studies;

/// <summary>What is wrong with what a line says about the quality of its data.</summary>
internal static class RatingRules
{
    public static IEnumerable<Diagnostic> Check(StudyLine line)
    {
        if (line.Rating is not { } rating) yield break;
        SourcePosition? where = rating.Where ?? line.Where;
        if (rating.AddsToStated && line.Uncertainty is null)
        {
            yield return Diagnostic.Error(FindingCode.MissingField, $"The pedigree of '{line.Item.En}' adds to the stated distribution, and none is stated.", $"“{line.Item.Zh}”的谱系评分应叠加于所给分布，但未给出分布。") with
            {
                Where = where,
                Expected = new Wording("uncertainty: with a lognormal or normal distribution", "uncertainty：对数正态或正态分布"),
            };
        }
        else if (rating.AddsToStated && line.Uncertainty is { Kind: not (UncertaintyKind.Lognormal or UncertaintyKind.Normal) } stated)
        {
            yield return Diagnostic.Error(FindingCode.NotSupported, $"The pedigree of '{line.Item.En}' cannot add to a {stated.Kind.ToString().ToLowerInvariant()} distribution.", $"“{line.Item.Zh}”的谱系评分无法叠加于该类分布。") with
            {
                Where = where,
                Expected = new Wording("a lognormal or normal distribution", "对数正态或正态分布"),
                Next = new Wording("Name a basic uncertainty instead, or leave the scores out of the spread.", "请改为指定 basic，或不将评分计入离散度。"),
            };
        }
        else if (rating.Scores is not null && rating.Basic is null && !rating.AddsToStated && line.Uncertainty is null)
        {
            yield return Diagnostic.Error(FindingCode.MissingField, $"The pedigree of '{line.Item.En}' needs a basic uncertainty to add to.", $"“{line.Item.Zh}”的谱系评分缺少可叠加的基本不确定性。") with
            {
                Where = where,
                Expected = new Wording("basic: with a group such as energy-material-waste-service or transport, or an uncertainty: of the item", "basic：如 energy-material-waste-service、transport；或条目的 uncertainty"),
            };
        }
    }
}
