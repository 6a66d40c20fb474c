using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Studies;
using CarbonLca.Methods;
using CarbonLca.Studies;

namespace CarbonLca.Cli.Console;

/// <summary>A study with the data and the method it is computed with.</summary>
/// <param name="Foreground">Its foreground on the data.</param>
/// <param name="Data">The data.</param>
/// <param name="Method">The method.</param>
internal sealed record OpenedStudy(StudyForeground Foreground, LciPackage Data, ImpactMethod Method);

/// <summary>Opens the studies that command lines name: files, or bundled ones by their id.</summary>
internal static class StudySource
{
    private static readonly string[] Endings = [".yaml", ".yml", ".json"];

    /// <summary>Whether a name is meant as a study: a file with the ending of one, or the id of a bundled one.</summary>
    public static bool IsStudy(string name) =>
        (File.Exists(name) && Endings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
        || (!Directory.Exists(name) && !File.Exists(name) && BundledData.Studies.Contains(name));

    /// <summary>Reads a study; what is wrong with it is in the result.</summary>
    public static StudyReadResult Read(Session session, string name)
    {
        bool isBundled = !File.Exists(name) && BundledData.Studies.Contains(name);
        return isBundled ? StudyReader.Read($"{name}/study.yaml", Encoding.UTF8.GetBytes(BundledData.StudyText(name))) : StudyReader.Read(name, session.Read(name));
    }

    /// <summary>Opens a study with its data and its method.</summary>
    /// <param name="session">The run.</param>
    /// <param name="name">A file, or the id of a bundled study.</param>
    /// <param name="data">The database to use instead of the one the study names; null for that one.</param>
    /// <param name="method">The method to use instead of the one the study names; null for that one.</param>
    /// <exception cref="InputRefusedException">The study is at fault, with all its findings.</exception>
    public static OpenedStudy Open(Session session, string name, string? data = null, string? method = null)
    {
        StudyReadResult read = Read(session, name);
        if (read.Study is not { } study) throw new InputRefusedException(read.Findings);
        LciPackage package = OpenData(session, name, data, study.Data.Value);
        ImpactMethod chosen = method is null ? MethodSource.Find(session, study.Method.Value, package, FolderOf(name)) : MethodSource.Find(session, method, package);
        return new OpenedStudy(StudyModel.Build(study, package.Database!), package, chosen);
    }

    /// <summary>Opens the data of a study: those of the command line, else those the study names, bundled or relative to its file.</summary>
    public static LciPackage OpenData(Session session, string study, string? asked, string named)
    {
        if (asked is not null) return DatabaseSource.Open(session, asked);
        return DatabaseSource.Open(session, BundledData.TableSets.Contains(named) || FolderOf(study) is not { } folder ? named : Path.Combine(folder, named));
    }

    private static string? FolderOf(string study) => File.Exists(study) && Path.GetDirectoryName(study) is { Length: > 0 } folder ? folder : null;
}
