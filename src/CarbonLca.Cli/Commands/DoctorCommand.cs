using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CarbonLca.Assessment;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Results;
using CarbonLca.Reporting;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca doctor</c>: whether an installation is whole and computes as it should.</summary>
internal sealed class DoctorCommand : SessionCommand
{
    public DoctorCommand()
        : base("doctor", "Check that this installation is whole and computes a known case right.")
    {
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        List<InstallationFact> facts =
        [
            new("engine", Glossary.Engine, $"CarbonLca {EngineVersion.Current}"),
            new("runtime", new Wording("runtime", "运行时"), RuntimeInformation.FrameworkDescription),
            new("platform", new Wording("platform", "平台"), $"{RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} × {RuntimeInformation.ProcessArchitecture}"),
            new("vectors", new Wording("vector width", "向量宽度"), Vector512.IsHardwareAccelerated ? "512 bit" : Vector256.IsHardwareAccelerated ? "256 bit" : "128 bit"),
            new("dense_algebra", new Wording("dense algebra", "稠密代数"), $"MathNet.Numerics, {DenseAlgebra.Provider}"),
            CheckKnownCase(),
            .. BundledData.MethodIds.Select(CheckMethod),
            .. BundledData.TableSets.Select(CheckDataSet),
            .. BundledData.Studies.Select(study => CheckStudy(session, study)),
        ];
        Print(session, facts);
        return facts.Exists(f => f.IsGood is false) ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static InstallationFact CheckKnownCase()
    {
        double computed = SelfTest.Compute();
        return new InstallationFact(
            "known_case",
            new Wording("known case", "已知算例"),
            $"{Digits.Full(computed)} kg CO2 (Heijungs & Suh 2002: {Digits.Full(SelfTest.Expected)})",
            Math.Abs(computed - SelfTest.Expected) <= 1e-12 * SelfTest.Expected);
    }

    private static InstallationFact CheckMethod(string id) => Check($"method:{id}", Glossary.Method, () => BundledData.Method(id).Digest is { } digest ? $"{id} {digest}" : id);

    private static InstallationFact CheckDataSet(string name) => Check($"data:{name}", Glossary.Data, () =>
    {
        LciPackage package = DatabaseSource.Bundled(name);
        return package is { Database: { } database, HasErrors: false } ? $"{name} {database.Digest}" : throw new InputRefusedException(package.Findings);
    });

    private static InstallationFact CheckStudy(Session session, string id) => Check($"study:{id}", new Wording("study", "研究"), () =>
    {
        OpenedStudy study = StudySource.Open(session, id);
        CarbonFootprint footprint = FootprintCalculator.Compute(study.Foreground, study.Data.Database!, study.Method);
        return $"{id} {Digits.Significant(footprint.Total)} {footprint.TotalUnit}, {Glossary.Residual.In(session.Language)} {Digits.Size(footprint.Proof.Solve.BackwardError)}";
    });

    private static InstallationFact Check(string key, Wording name, Func<string> look)
    {
        try
        {
            return new InstallationFact(key, name, look(), IsGood: true);
        }
        catch (RefusalException refused)
        {
            return new InstallationFact(key, name, refused.Message.ReplaceLineEndings(" "), IsGood: false);
        }
    }

    private static void Print(Session session, IReadOnlyList<InstallationFact> facts)
    {
        switch (session.FormatForPeople)
        {
            case OutputFormat.Json:
                session.Print(InstallationJson.Write(facts));
                break;
            case OutputFormat.Csv:
                CsvText csv = new CsvText().Row("key", "value", "good");
                foreach (InstallationFact fact in facts) csv.Row(fact.Key, fact.Value, fact.IsGood switch { true => "true", false => "false", _ => string.Empty });
                session.Print(csv.ToString());
                break;
            default:
                int width = facts.Max(f => DisplayWidth.Of(f.Name.In(session.Language)));
                session.Print(facts.Select(fact => new ReportLine(
                    fact.IsGood switch
                    {
                        true => new ReportSpan($"  {session.T("ok  ", "正常")}  ", ReportStyle.Good),
                        false => new ReportSpan($"  {session.T("FAIL", "失败")}  ", ReportStyle.Bad),
                        _ => new ReportSpan("        ", ReportStyle.Plain),
                    },
                    new ReportSpan(DisplayWidth.PadRight(fact.Name.In(session.Language), width) + "  ", ReportStyle.Muted),
                    new ReportSpan(fact.Value, ReportStyle.Plain))));
                break;
        }
    }
}
