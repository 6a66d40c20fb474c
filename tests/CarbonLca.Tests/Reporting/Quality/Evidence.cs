using System.Collections.Immutable;
using CarbonLca.DataQuality;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Reporting;
using CarbonLca.Studies;
using CarbonLca.Tests.DataQuality;
using CarbonLca.Tests.Studies;

namespace CarbonLca.Tests.Reporting.Quality;

/// <summary>Computes studies of the production stage over the sample background: steel 2, electricity 0.36 per kWh, truck 0.05 kg CO2e per unit.</summary>
internal static class Evidence
{
    private static readonly Unit Kg = Unit.Parse("kg");

    public static ImpactMethod Climate { get; } = new(
        "climate",
        [new ImpactCategory("GWP100", "kg CO2e")],
        [new MethodRow(0, "Carbon dioxide, fossil", 1, Kg), new MethodRow(0, "co2e-fossil-ar6", 1, Kg)]);

    public static Study Study(params ImmutableArray<StudyLine> lines)
    {
        Study study = SampleStudy.Of(new StudyStage(LifeCycleStage.Production, lines));
        return study with { Boundary = SystemBoundary.GateToGate, ReferenceFlow = study.ReferenceFlow with { Amount = 1 } };
    }

    public static CarbonFootprint Compute(Study study, LciDatabase? background = null)
    {
        LciDatabase data = background ?? SampleStudy.Background;
        return FootprintCalculator.Compute(StudyModel.Build(study, data), data, Climate);
    }

    public static ProvidedLine Steel(double amount, string name = "Steel") => SampleStudy.Line(amount) with { Item = new(name, name) };

    public static DataRating Scores(int reliability, int completeness, int temporal, int geographical, int technological) => new()
    {
        Scores = new PedigreeScores(reliability, completeness, temporal, geographical, technological),
        Pedigree = SamplePedigree.Table,
        Basic = new BasicUncertainty("energy-material-waste-service", new LogVariance(0.0006), SampleStudy.Text),
    };
}
