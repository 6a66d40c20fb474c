using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Reporting;

namespace CarbonLca.Cli.Console;

/// <summary>The category that a command line asks for.</summary>
internal static class CategoryChoice
{
    /// <summary>The index of the category with a code; without one, the category that footprints are about.</summary>
    /// <exception cref="UsageException">The method has no such category.</exception>
    public static int Of(ImpactMethod method, string? code)
    {
        if (code is null) return GasGroups.HeadlineOf(method);
        if (method.FindCategory(code) is >= 0 and int category) return category;
        throw new UsageException(Diagnostic.Error(FindingCode.UnknownName, $"Method '{method.Id}' has no category '{code}'.", $"方法 '{method.Id}' 没有类别 '{code}'。") with
        {
            Expected = Wording.Same(string.Join(", ", method.Categories.Select(c => c.Code))),
        });
    }
}
