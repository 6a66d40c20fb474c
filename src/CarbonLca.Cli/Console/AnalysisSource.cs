using CarbonLca.Analysis;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Results;
using CarbonLca.Methods;
using CarbonLca.Reporting;
using CarbonLca.Systems;

namespace CarbonLca.Cli.Console;

/// <summary>What a command analyses: a study, or one product of a database.</summary>
/// <param name="Assessment">The product and its amount.</param>
/// <param name="Names">The names of the system's inputs.</param>
/// <param name="Study">The study; null for a product of a database.</param>
internal sealed record AnalysisSource(ProductAssessment Assessment, InputNames Names, OpenedStudy? Study)
{
    /// <summary>Opens and assesses what a command line names.</summary>
    /// <param name="session">The run.</param>
    /// <param name="subject">A study's file or id, or a database.</param>
    /// <param name="product">The product of a database; null for a study.</param>
    /// <param name="data">The database to use instead of the study's; null for that one.</param>
    /// <param name="method">The method to use instead of the study's; null for that one.</param>
    public static AnalysisSource Open(Session session, string subject, string? product, string? data, string? method)
    {
        AnalysisSource source = StudySource.IsStudy(subject) ? OfStudy(session, subject, product, data, method) : OfDatabase(session, subject, product, method);
        ProductAssessment assessment = source.Assessment;
        session.Record(new RunProof(assessment.System.Columns[assessment.Column].Id, assessment.Supply.Proof, assessment.Solver.LoopGain, assessment.Solver.Choice));
        session.Cancellation.ThrowIfCancellationRequested();
        return source;
    }

    private static AnalysisSource OfStudy(Session session, string subject, string? product, string? data, string? method)
    {
        if (product is not null) throw new UsageException(Diagnostic.Error(FindingCode.UnknownField, $"'{subject}' is a study; --product goes with a database.", $"'{subject}' 是研究；--product 仅用于数据库。"));
        OpenedStudy study = StudySource.Open(session, subject, data, method);
        ProductAssessment assessment = FootprintCalculator.Assess(study.Foreground, study.Data.Database!, study.Method, session.Linking, session.Matching, session.Solving);
        session.Report(study.Foreground.Findings);
        return new AnalysisSource(assessment, new InputNames(assessment.System, study.Foreground), study);
    }

    private static AnalysisSource OfDatabase(Session session, string subject, string? product, string? method)
    {
        if (product is null) throw new UsageException(Diagnostic.Error(FindingCode.MissingField, "A database has many products; say which with --product P.", "数据库含有多种产品；请用 --product P 指明。"));
        LciPackage package = DatabaseSource.Open(session, subject);
        ImpactMethod chosen = MethodSource.Find(session, method, package);
        ProductSystem system = ProductSystem.Link(package.Database!, session.Linking);
        Characterization characterization = Characterization.Match(chosen, package.Database!, session.Matching);
        session.Report(system.Links.Findings);
        session.Report(characterization.Findings);
        ProductAssessment assessment = ProductAssessment.Of(LcaSolver.Factorize(system, session.Solving), characterization, system.Columns[ProductSearch.Find(system, product)].Id, 1);
        return new AnalysisSource(assessment, new InputNames(assessment.System), null);
    }
}
