using CarbonLca.Diagnostics;

namespace CarbonLca.Assessment;

/// <summary>The technosphere has no unique solution.</summary>
public sealed class SingularTechnosphereException : RefusalException
{
    /// <summary>Refuses a singular system.</summary>
    /// <param name="processes">The processes that supply nothing that others do not, as messages name them.</param>
    /// <param name="isStructural">Whether the pattern of the matrix alone makes it singular, whatever the amounts.</param>
    public SingularTechnosphereException(IReadOnlyList<string> processes, bool isStructural)
        : base(RefusalKind.Numerical, [Describe(processes, isStructural)])
    {
        Processes = processes;
        IsStructural = isStructural;
    }

    /// <summary>The processes involved, as messages name them.</summary>
    public IReadOnlyList<string> Processes { get; }

    /// <summary>Whether the pattern alone makes the matrix singular.</summary>
    public bool IsStructural { get; }

    private static Diagnostic Describe(IReadOnlyList<string> processes, bool isStructural)
    {
        string names = string.Join(", ", processes);
        string way = isStructural ? "structurally singular" : "singular";
        string wayZh = isStructural ? "结构奇异" : "奇异";
        return Diagnostic.Error(
            FindingCode.SingularSystem,
            processes.Count == 1
                ? $"Technosphere is {way}: process {names} supplies nothing that another process does not."
                : $"Technosphere is {way}: the processes {names} together supply fewer independent products than there are processes.",
            processes.Count == 1
                ? $"技术矩阵{wayZh}：过程 {names} 所供应的产品均已由其他过程供应。"
                : $"技术矩阵{wayZh}：过程 {names} 合起来供应的独立产品少于过程数。") with
        {
            Next = new Wording("Check their reference products, and the allocation that split them.", "请检查其基准产品及所用的分配方法。"),
        };
    }
}
