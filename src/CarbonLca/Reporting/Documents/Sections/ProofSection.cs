using CarbonLca.Assessment;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>How well the equations are satisfied, and the digests a verifier compares.</summary>
internal static class ProofSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(ReportContext report)
    {
        FootprintProof proof = report.Footprint.Proof;
        return new ReportSection("proof", ReportText.Capital(Glossary.Proof),
        [
            new FactsBlock(
            [
                new(ReportText.Capital(Glossary.Engine), Wording.Same($"CarbonLca {report.Footprint.EngineVersion}")),
                new(new("SHA-256 of the system computed", "计算系统的 SHA-256"), Wording.Same(report.Footprint.SystemDigest)),
                new(new("SHA-256 of the background data", "背景数据的 SHA-256"), Wording.Same(report.Footprint.Data.Digest)),
                new(new("SHA-256 of the method", "方法的 SHA-256"), Wording.Same(report.Footprint.Method.Digest.Length > 0 ? report.Footprint.Method.Digest : "–")),
                new(new("Residual (backward error)", "残差（后向误差）"), Wording.Same(Digits.Size(proof.Solve.BackwardError))),
                new(ReportText.Capital(Glossary.Condition), Wording.Same(Digits.Size(proof.Solve.Condition))),
                new(ReportText.Capital(Glossary.LoopGain), Wording.Same(Digits.Size(proof.LoopGain))),
                new(ReportText.Capital(Glossary.Solver), OptionTexts.Solver(proof.Solver.Path.Key()) is var way ? new Wording($"{way.En} ({proof.Solver.Reason.En})", $"{way.Zh}（{proof.Solver.Reason.Zh}）") : null),
                new(new("Processes used", "所用过程"), new Wording($"{proof.UsedCount} of {proof.ProcessCount}", $"{proof.ProcessCount} 个中的 {proof.UsedCount} 个")),
                new(new("Largest difference between total and sums", "合计与各分解之和的最大差异"), Wording.Same(Digits.Size(proof.Imbalance))),
                new(new("Total with all digits", "合计（全部位数）"), Wording.Same($"{Digits.Full(report.Footprint.Total)} {report.Unit}")),
            ]),
        ]);
    }
}
