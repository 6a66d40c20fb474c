using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Methods;
using CarbonLca.Methods;

namespace CarbonLca.Cli.Console;

/// <summary>Finds the impact methods that command lines and studies name.</summary>
internal static class MethodSource
{
    private const string Default = "gwp100-ar6";

    /// <summary>
    /// The method with a name: bundled, else one that came with the database, else a method table's path. Without a name, the only
    /// method of the database, else <c>gwp100-ar6</c>.
    /// </summary>
    /// <param name="session">The run.</param>
    /// <param name="name">The name; null for the default.</param>
    /// <param name="data">The database with its methods.</param>
    /// <param name="folder">The folder that relative paths begin in; null for the current one.</param>
    /// <exception cref="UsageException">There is no such method.</exception>
    /// <exception cref="InputRefusedException">The table is at fault.</exception>
    public static ImpactMethod Find(Session session, string? name, LciPackage data, string? folder = null)
    {
        ImpactMethod method = Choose(session, name, data, folder);
        session.Record(method);
        return method;
    }

    private static ImpactMethod Choose(Session session, string? name, LciPackage data, string? folder)
    {
        if (name is null) return data.Methods.Length == 1 ? data.Methods[0] : BundledData.Method(Default);
        if (BundledData.MethodIds.Contains(name)) return BundledData.Method(name);
        if (data.Methods.FirstOrDefault(m => m.Id == name || m.Name == name) is { } own) return own;
        string path = folder is null ? name : Path.Combine(folder, name);
        if (!File.Exists(path)) throw Unknown(name, data);
        session.Read(path);
        MethodReading reading = MethodTableReader.ReadFile(path);
        if (reading.Method is not null) session.Report(reading.Findings);
        return reading.MethodOrRefusal();
    }

    private static UsageException Unknown(string name, LciPackage data)
    {
        string[] known = [.. BundledData.MethodIds, .. data.Methods.Select(m => m.Id)];
        return new UsageException(Diagnostic.Error(
            FindingCode.UnknownName,
            $"There is no method '{name}': neither bundled, nor with the database, nor a file.",
            $"没有方法 '{name}'：既非内置，也非数据库自带，也不是文件。") with
        {
            Expected = new Wording($"one of {string.Join(", ", known)}, or a method table's path", $"{string.Join("、", known)} 之一，或方法表的路径"),
            Next = Closest.To(name, known) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null,
        });
    }
}
