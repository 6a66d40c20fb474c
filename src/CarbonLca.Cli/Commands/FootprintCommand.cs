using System.Collections.Immutable;
using System.CommandLine;
using CarbonLca.Assessment;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Results;
using CarbonLca.Methods;
using CarbonLca.Quantities;
using CarbonLca.Reporting;
using CarbonLca.Systems;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca footprint</c>: the footprint of one product of a database, of several solved together, or of all of them.</summary>
internal sealed class FootprintCommand : SessionCommand
{
    private readonly Argument<string> _database = new("DB") { Description = "A stored database, a source to import, or a bundled data set." };
    private readonly Option<string[]> _products = new("--product") { Description = "The product: a process id, a product's flow id, or an exact name. May be given several times; all are solved together.", HelpName = "P" };
    private readonly Option<bool> _all = new("--all")
    {
        Description = "All products, per reference unit, as CSV: process_id, process, location, product_id, product, unit, one column per category. "
            + "Text cells that begin with = + - @ get an apostrophe in front, so that no spreadsheet executes them.",
    };

    private readonly Option<double> _amount = new("--amount") { Description = "How much of the product, or of each.", HelpName = "X", DefaultValueFactory = _ => 1, CustomParser = Numbers.ParseFinite };
    private readonly Option<string?> _unit = new("--unit") { Description = "The unit of the amount; the product's reference unit unless given.", HelpName = "U" };
    private readonly Option<string?> _method = SharedOptions.Method();
    private readonly Option<string?> _output = SharedOptions.Output("Write to a file instead: JSON, CSV (.csv) or text (.txt), unless --format says otherwise.");

    public FootprintCommand()
        : base("footprint", "Compute the footprint of a product of a database, of several, or of all products at once.")
    {
        Add(_database);
        Add(_products);
        Add(_all);
        Add(_amount);
        Add(_unit);
        Add(_method);
        Add(_output);
    }

    /// <inheritdoc/>
    public override IEnumerable<Wording> Misuses(ParseResult parsed)
    {
        foreach (Wording misuse in base.Misuses(parsed)) yield return misuse;
        if (parsed.GetValue(_all) == parsed.GetValue(_products) is { Length: > 0 }) yield return new Wording("Give either --product P or --all.", "请给出 --product P 或 --all 之一。");
        if (!parsed.GetValue(_all)) yield break;
        if (parsed.GetResult(_unit) is not null || parsed.GetResult(_amount) is { Implicit: false })
            yield return new Wording("--amount and --unit go with --product; --all is per reference unit.", "--amount 与 --unit 仅用于 --product；--all 按参考单位计算。");
        if (parsed.GetValue(CommonOptions.Format) is "json" or "table") yield return new Wording("--all is written as CSV; leave --format out.", "--all 写为 CSV；请勿给出 --format。");
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        LciPackage package = DatabaseSource.Open(session, session.Parsed.GetRequiredValue(_database));
        ImpactMethod method = MethodSource.Find(session, session.Parsed.GetValue(_method), package);
        ProductSystem system = ProductSystem.Link(package.Database!, session.Linking);
        Characterization characterization = Characterization.Match(method, package.Database!, session.Matching);
        session.Cancellation.ThrowIfCancellationRequested();
        LcaSolver solver = LcaSolver.Factorize(system, session.Solving);
        if (session.Parsed.GetValue(_all)) ComputeAll(session, solver, characterization);
        else ComputeNamed(session, solver, characterization);
        return ExitCodes.Done;
    }

    private void ComputeAll(Session session, LcaSolver solver, Characterization characterization)
    {
        ProductFootprints products = solver.FootprintsOfAllProducts(characterization);
        session.Record(new RunProof(solver.System.Database.Name, products.Proof, solver.LoopGain, solver.Choice));
        session.Report(solver.System.Links.Findings);
        session.Report(characterization.Findings);
        session.Deliver(session.Parsed.GetValue(_output), FootprintCsv.Write(products));
    }

    private void ComputeNamed(Session session, LcaSolver solver, Characterization characterization)
    {
        int[] columns = Find(solver.System, session.Parsed.GetValue(_products)!);
        double amount = session.Parsed.GetValue(_amount);
        string? unit = session.Parsed.GetValue(_unit);
        Demand[] demands = [.. columns.Select(column => Demand.ForProcess(solver.System.Columns[column].Id, amount, unit is null ? null : UnitOf(unit, solver.System, column)))];
        ImmutableArray<ProductAssessment> assessments = ProductAssessment.OfMany(solver, characterization, demands, session.Cancellation);
        CarbonFootprint[] footprints = [.. assessments.Select(FootprintCalculator.Of)];
        foreach (CarbonFootprint footprint in footprints) session.Record(footprint);
        string? file = session.Parsed.GetValue(_output);
        FootprintOutput.Deliver(session, footprints, file is null or "-" ? session.FormatForData : FootprintOutput.FormatOf(session, file), file is "-" ? null : file);
    }

    // All that are not found are reported together.
    private static int[] Find(ProductSystem system, string[] products)
    {
        List<Diagnostic> faults = [];
        List<int> columns = [];
        foreach (string product in products)
        {
            try
            {
                columns.Add(ProductSearch.Find(system, product));
            }
            catch (InputRefusedException refusal)
            {
                faults.AddRange(refusal.Findings);
            }
        }

        return faults.Count > 0 ? throw new InputRefusedException(faults) : [.. columns];
    }

    // A package may define units of its own; the product's symbol goes before the catalogue's.
    private static Unit UnitOf(string text, ProductSystem system, int column)
    {
        Unit own = system.ReferenceFlowOf(column).Unit;
        if (own.Symbol == text) return own;
        if (UnitCatalog.TryParse(text, out Unit? unit)) return unit;
        throw new InputRefusedException(Diagnostic.Error(FindingCode.UnknownUnit, $"'{text}' is no known unit.", $"'{text}' 不是已知单位。") with
        {
            Expected = new Wording($"a unit that converts to '{own}'", $"可换算为 '{own}' 的单位"),
        });
    }
}
