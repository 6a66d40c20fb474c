using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Studies;
using CarbonLca.Methods;
using CarbonLca.Reporting;
using CarbonLca.Studies;

namespace CarbonLca.Cli.Console;

/// <summary>A study with the data and the method it is computed with.</summary>
/// <param name="Foreground">Its foreground on the data.</param>
/// <param name="Data">The data.</param>
/// <param name="Method">The method.</param>
/// <param name="Inputs">What it is computed from, to be carried with its result.</param>
internal sealed record OpenedStudy(StudyForeground Foreground, LciPackage Data, ImpactMethod Method, ResultInputs Inputs);

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
        (string file, byte[] content) = Content(session, name);
        return StudyReader.Read(file, content);
    }

    private static (string File, byte[] Content) Content(Session session, string name)
    {
        bool isBundled = !File.Exists(name) && BundledData.Studies.Contains(name);
        return isBundled ? ($"{name}/study.yaml", Encoding.UTF8.GetBytes(BundledData.StudyText(name))) : (name, session.Read(name));
    }

    /// <summary>Opens a study with its data and its method.</summary>
    /// <param name="session">The run.</param>
    /// <param name="name">A file, or the id of a bundled study.</param>
    /// <param name="data">The database to use instead of the one the study names; null for that one.</param>
    /// <param name="method">The method to use instead of the one the study names; null for that one.</param>
    /// <exception cref="InputRefusedException">The study is at fault, with all its findings.</exception>
    public static OpenedStudy Open(Session session, string name, string? data = null, string? method = null)
    {
        (string file, byte[] content) = Content(session, name);
        StudyReadResult read = StudyReader.Read(file, content);
        if (read.Study is not { } study) throw new InputRefusedException(read.Findings);
        LciPackage package = OpenData(session, name, data, study.Data.Value);
        ImpactMethod chosen = method is null ? MethodSource.Find(session, study.Method.Value, package, FolderOf(name)) : MethodSource.Find(session, method, package);
        ResultInputs inputs = new(file, Encoding.UTF8.GetString(content), data ?? study.Data.Value, method ?? study.Method.Value);
        return new OpenedStudy(StudyModel.Build(study, package.Database!), package, chosen, inputs);
    }

    /// <summary>Opens the data of a study: those of the command line, else those the study names, bundled or relative to its file.</summary>
    public static LciPackage OpenData(Session session, string study, string? asked, string named)
    {
        if (asked is not null) return DatabaseSource.Open(session, asked);
        return DatabaseSource.Open(session, BundledData.TableSets.Contains(named) || FolderOf(study) is not { } folder ? named : Path.Combine(folder, named));
    }

    /// <summary>The footprint of a result file; null where a name means something else.</summary>
    public static CarbonFootprint? ReadResult(Session session, string name) =>
        File.Exists(name) && session.Read(name) is { } bytes && ResultFile.IsResult(bytes) ? ResultFile.Read(name, bytes).Footprint : null;

    /// <summary>Where the study of a result is: as it was named, else beside the result; bundled ones by their name.</summary>
    public static string Locate(string study, string result)
    {
        string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(result))!, Path.GetFileName(study));
        return !File.Exists(study) && File.Exists(beside) ? beside : study;
    }

    /// <summary>The folder of a study's file; null for a bundled one and for the current folder.</summary>
    public static string? FolderOf(string study) => File.Exists(study) && Path.GetDirectoryName(study) is { Length: > 0 } folder ? folder : null;
}
