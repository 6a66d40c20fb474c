using CarbonLca.Diagnostics;

namespace CarbonLca.DataQuality;

/// <summary>The five scores of the pedigree matrix, each a whole number from 1, the best, to 5 (REQ-80).</summary>
public sealed record PedigreeScores
{
    /// <summary>The best score.</summary>
    public const int Best = 1;

    /// <summary>The worst score.</summary>
    public const int Worst = 5;

    /// <summary>Scores in the order of <see cref="PedigreeIndicators.All"/>.</summary>
    /// <param name="reliability">Reliability.</param>
    /// <param name="completeness">Completeness.</param>
    /// <param name="temporal">Temporal correlation.</param>
    /// <param name="geographical">Geographical correlation.</param>
    /// <param name="technological">Further technological correlation.</param>
    /// <exception cref="InputRefusedException">A score is not from 1 to 5; with every fault.</exception>
    public PedigreeScores(int reliability, int completeness, int temporal, int geographical, int technological)
    {
        Diagnostic[] faults = [.. Check([reliability, completeness, temporal, geographical, technological])];
        if (faults.Length > 0) throw new InputRefusedException(faults);
        Reliability = reliability;
        Completeness = completeness;
        Temporal = temporal;
        Geographical = geographical;
        Technological = technological;
    }

    /// <summary>Reliability.</summary>
    public int Reliability { get; }

    /// <summary>Completeness.</summary>
    public int Completeness { get; }

    /// <summary>Temporal correlation.</summary>
    public int Temporal { get; }

    /// <summary>Geographical correlation.</summary>
    public int Geographical { get; }

    /// <summary>Further technological correlation.</summary>
    public int Technological { get; }

    /// <summary>The score of an indicator.</summary>
    public int this[PedigreeIndicator indicator] => indicator switch
    {
        PedigreeIndicator.Completeness => Completeness,
        PedigreeIndicator.Temporal => Temporal,
        PedigreeIndicator.Geographical => Geographical,
        PedigreeIndicator.Technological => Technological,
        _ => Reliability,
    };

    /// <summary>What is wrong with scores: not five of them, not whole, not from 1 to 5.</summary>
    /// <param name="scores">The scores in the order of <see cref="PedigreeIndicators.All"/>.</param>
    public static IEnumerable<Diagnostic> Check(IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count != PedigreeIndicators.All.Count)
        {
            yield return Diagnostic.Error(FindingCode.SchemaInvalid, $"A pedigree has {PedigreeIndicators.All.Count} scores, and {scores.Count} are given.", $"谱系矩阵应有 {PedigreeIndicators.All.Count} 个评分，实际给出 {scores.Count} 个。") with
            {
                Found = $"[{string.Join(", ", scores.Select(s => $"{s:R}"))}]",
                Expected = new Wording(string.Join(", ", PedigreeIndicators.All.Select(i => i.Name().En)), string.Join("、", PedigreeIndicators.All.Select(i => i.Name().Zh))),
            };
            yield break;
        }

        for (int i = 0; i < scores.Count; i++)
        {
            if (scores[i] is >= Best and <= Worst && scores[i] == Math.Floor(scores[i])) continue;
            Wording name = PedigreeIndicators.All[i].Name();
            yield return Diagnostic.Error(FindingCode.OutOfRange, $"The pedigree score of {name.En} is out of range.", $"{name.Zh}的谱系评分超出范围。") with
            {
                Found = $"{scores[i]:R}",
                Expected = new Wording("a whole number from 1, the best, to 5, the worst", "1（最好）至 5（最差）的整数"),
            };
        }
    }

    /// <summary>The scores as they are written: <c>1, 2, 3, 2, 1</c>.</summary>
    public override string ToString() => string.Join(", ", PedigreeIndicators.All.Select(i => this[i]));
}
