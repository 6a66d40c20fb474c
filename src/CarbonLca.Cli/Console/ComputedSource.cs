using System.Text;
using CarbonLca.Analysis;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Bundles;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Studies;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Reporting;

namespace CarbonLca.Cli.Console;

/// <summary>A footprint that was computed, with all it was computed from.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Footprint">The footprint: as the result states it, or of the study as it is.</param>
/// <param name="Computation">What it is computed from.</param>
/// <param name="StudyText">The study's text.</param>
internal sealed record ComputedSource(string Name, CarbonFootprint Footprint, StudyComputation Computation, string StudyText)
{
    /// <summary>Opens a result, a bundle or a study.</summary>
    /// <param name="session">The run.</param>
    /// <param name="name">A result that <c>run -o</c> wrote, a bundle, a study's file or a bundled study.</param>
    /// <param name="data">The database to use instead of the one that is named there; null for that one.</param>
    /// <param name="method">The method to use instead of a study's; null for that one.</param>
    /// <exception cref="InputRefusedException">It cannot be read, or its data or method are not those it was computed with.</exception>
    public static ComputedSource Open(Session session, string name, string? data = null, string? method = null)
    {
        if (File.Exists(name))
        {
            byte[] bytes = session.Read(name);
            if (BundledResult.IsArchive(bytes))
            {
                BundledResult bundle = BundleReplay.Open(bytes);
                return Of(session, name, bundle.File, bundle.Data, bundle.Method);
            }

            if (ResultFile.IsResult(bytes)) return OfResult(session, name, ResultFile.Read(name, bytes), data);
        }

        OpenedStudy study = StudySource.Open(session, name, data, method);
        StudyComputation computation = new(study.Foreground.Study, study.Data.Database!, study.Method, new ComputationChoices(session.Linking, session.Matching, session.Solving));
        CarbonFootprint footprint = FootprintCalculator.Compute(study.Foreground, computation.Data, computation.Method, session.Linking, session.Matching, session.Solving);
        session.Record(footprint);
        return new ComputedSource(name, footprint, computation, study.Inputs.StudyText);
    }

    private static ComputedSource OfResult(Session session, string name, ResultFile file, string? data)
    {
        ResultInputs inputs = file.Inputs ?? throw new InputRefusedException(NoInputs(name));
        string study = StudySource.Locate(inputs.StudyName, name);
        LciPackage package = StudySource.OpenData(session, study, data, inputs.Data);
        ImpactMethod method = MethodSource.Find(session, inputs.Method, package, StudySource.FolderOf(study));
        LciDatabase database = package.Database!;
        if (database.Digest != file.Footprint.Data.Digest) throw new InputRefusedException(Changed(name, "data", "数据", file.Footprint.Data.Name, file.Footprint.Data.Digest, database.Digest));
        if (method.Digest != file.Footprint.Method.Digest) throw new InputRefusedException(Changed(name, "method", "方法", file.Footprint.Method.Id, file.Footprint.Method.Digest, method.Digest));
        return Of(session, name, file, database, method);
    }

    private static ComputedSource Of(Session session, string name, ResultFile file, LciDatabase data, ImpactMethod method)
    {
        ResultInputs inputs = file.Inputs ?? throw new InputRefusedException(NoInputs(name));
        StudyReadResult study = StudyReader.Read(inputs.StudyName, Encoding.UTF8.GetBytes(inputs.StudyText));
        session.Record(data);
        session.Record(method);
        StudyComputation computation = new(study.Study ?? throw new InputRefusedException(study.Findings), data, method, ComputationChoices.Of(file.Footprint.Options));
        return new ComputedSource(name, file.Footprint, computation, inputs.StudyText);
    }

    private static Diagnostic NoInputs(string name) => Diagnostic.Error(
        FindingCode.NotSupported,
        $"'{name}' is the footprint of a product of a database and does not carry what it was computed from.",
        $"'{name}' 是数据库产品的碳足迹，未附带其计算依据。") with
    {
        Expected = new Wording("the result of a study, written by 'carbonlca run -o FILE.json'", "由 'carbonlca run -o FILE.json' 写出的研究结果"),
    };

    private static Diagnostic Changed(string name, string what, string whatZh, string which, string expected, string found) => Diagnostic.Error(
        FindingCode.DigestMismatch,
        $"The {what} '{which}' of '{name}' are not those it was computed with.",
        $"'{name}' 的{whatZh} '{which}' 与计算时所用的不一致。") with
    {
        Found = $"SHA-256 {found}",
        Expected = Wording.Same($"SHA-256 {expected}"),
        Next = new Wording("Use the bundle of the result ('carbonlca bundle'), which holds them, or name the database it was computed with.", "请改用该结果的归档（'carbonlca bundle'），其中含有数据；或指明计算时所用的数据库。"),
    };
}
