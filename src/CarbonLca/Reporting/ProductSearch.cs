using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Systems;

namespace CarbonLca.Reporting;

/// <summary>Finds the product a person means: by the id of a process, the id of a product, or an exact name.</summary>
public static class ProductSearch
{
    private const int Listed = 20;

    /// <summary>The column that a text names.</summary>
    /// <param name="system">The system to look in.</param>
    /// <param name="text">A process id, the id of an allocated column, a product's flow id, or the exact name of a process or product, tried in this order.</param>
    /// <exception cref="InputRefusedException">It is blank, nothing is called that, or several are; the message lists their ids.</exception>
    public static int Find(ProductSystem system, string text)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text)) throw new InputRefusedException(Blank());
        if (system.FindColumn(text) is >= 0 and int byId) return byId;
        LciDatabase database = system.Database;
        int flow = database.FindFlow(text);
        int[] found = flow >= 0 ? [.. system.ColumnsFor(flow)] : [];
        if (found.Length == 0)
        {
            string name = text.Trim();
            found =
            [
                .. Enumerable.Range(0, system.Columns.Length).Where(j =>
                    IsNamed(database.Processes.Name(system.Columns[j].Process), database.Processes.NameZh(system.Columns[j].Process), name)
                    || IsNamed(system.ReferenceFlowOf(j).Name, system.ReferenceFlowOf(j).NameZh, name)),
            ];
        }

        return found.Length switch
        {
            1 => found[0],
            0 => throw new InputRefusedException(Unknown(system, text)),
            _ => throw new InputRefusedException(Ambiguous(system, text, found)),
        };
    }

    private static bool IsNamed(string name, string? nameZh, string text) => name.Trim() == text || nameZh?.Trim() == text;

    private static Diagnostic Blank() => Diagnostic.Error(FindingCode.UnknownProduct, "The name of the product is empty.", "产品名称为空。") with
    {
        Expected = new Wording("the id of a process, the id of a product, or an exact name", "过程标识、产品标识或完整名称"),
    };

    private static Diagnostic Unknown(ProductSystem system, string text)
    {
        IEnumerable<string> known = system.Columns.Select(c => c.Id)
            .Concat(system.Columns.Select(c => system.Database.Processes.Name(c.Process)))
            .Concat(system.Columns.Select((_, j) => system.ReferenceFlowOf(j).Name));
        return Diagnostic.Error(
            FindingCode.UnknownProduct,
            $"No process or product of '{system.Database.Name}' has the id or the exact name '{text}'.",
            $"'{system.Database.Name}' 中没有标识或完整名称为 '{text}' 的过程或产品。") with
        {
            Next = Closest.To(text, known) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null,
        };
    }

    private static Diagnostic Ambiguous(ProductSystem system, string text, int[] found)
    {
        string ids = string.Join(", ", found.Take(Listed).Select(j => $"'{system.Columns[j].Id}' {system.LabelOf(j)}")) + (found.Length > Listed ? ", …" : string.Empty);
        return Diagnostic.Error(
            FindingCode.AmbiguousProvider,
            $"'{text}' names {found.Length} processes: {ids}.",
            $"'{text}' 对应 {found.Length} 个过程：{ids}。") with
        {
            Next = new Wording("Ask for one of them by its id.", "请用标识指明其中之一。"),
        };
    }
}
