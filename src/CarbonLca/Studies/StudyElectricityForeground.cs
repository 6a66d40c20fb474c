using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Studies;

/// <summary>The electricity of a study as processes that its lines can name.</summary>
/// <param name="Processes">The factors used, then the mixes.</param>
/// <param name="Results">Where the electricity of each account comes from.</param>
internal sealed record StudyElectricityForeground(ImmutableArray<Process> Processes, ImmutableArray<ElectricityResult> Results)
{
    private const int MostYears = 200; // a path refuses more
    private static readonly Unit KilowattHour = Unit.Parse("kWh");
    private static readonly Unit Year = Unit.Parse("a");

    /// <summary>The electricity of a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="suppliers">Finds background processes, and takes the names of the accounts and grids.</param>
    /// <param name="findings">Takes every fault, and the choices made.</param>
    public static StudyElectricityForeground Of(Study study, StudySuppliers suppliers, List<Diagnostic> findings)
    {
        if (study.Electricity is not { } electricity) return new StudyElectricityForeground([], []);
        foreach (Located<string> name in electricity.Names)
        {
            suppliers.Add(name.Value, null);
            if (suppliers.Background.FindProcess(name.Value) < 0) continue;
            findings.Add(Diagnostic.Error(FindingCode.Duplicate, $"The electricity '{name.Value}' has the id of a process of '{suppliers.Background.Name}'.", $"电力标识 '{name.Value}' 与 '{suppliers.Background.Name}' 中的过程标识相同。") with
            {
                Where = name.Where,
                Next = new Wording("Give it another id.", "请另取标识。"),
            });
        }

        Making making = new(study.Id.Value, electricity, suppliers, findings);
        making.Accounts();
        foreach (StudyGrid grid in electricity.Grids) making.Grid(grid);
        return new StudyElectricityForeground([.. making.Factors, .. making.Mixes], making.Results);
    }

    private sealed class Making(string studyId, StudyElectricity electricity, StudySuppliers suppliers, List<Diagnostic> findings)
    {
        private readonly ElectricityMixer _mixer = new($"{studyId}/electricity", suppliers.Background);

        public IEnumerable<Process> Factors => _mixer.Providers;

        public List<Process> Mixes { get; } = [];

        public ImmutableArray<ElectricityResult> Results { get; private set; } = [];

        public void Accounts()
        {
            (StudyElectricityAccount Declared, ElectricityAccount? Account)[] accounts = [.. electricity.Accounts.Select(a => (a, Account(a)))];
            ElectricityAccount[] known = [.. accounts.Select(a => a.Account).OfType<ElectricityAccount>()];
            foreach ((StudyElectricityAccount declared, ElectricityAccount? account) in accounts)
                if (account is not null) findings.AddRange(ElectricityAccounting.Check(electricity.Table, [account]).Select(f => f with { Where = f.Where ?? declared.Where }));
            HashSet<Diagnostic> ofOne = [.. known.SelectMany(a => ElectricityAccounting.Check(electricity.Table, [a]))];
            findings.AddRange(ElectricityAccounting.Check(electricity.Table, known).Where(f => !ofOne.Contains(f)).Select(f => f with { Where = electricity.Where }));
            if (known.Length < accounts.Length || findings.Exists(f => f.Severity == Severity.Error)) return;

            ImmutableArray<ElectricityResult>.Builder results = ImmutableArray.CreateBuilder<ElectricityResult>();
            foreach ((StudyElectricityAccount declared, ElectricityAccount? account) in accounts)
            {
                try
                {
                    results.Add(ElectricityAccounting.Evaluate(electricity.Table, [account!], electricity.Rules)[0]);
                }
                catch (InputRefusedException refused)
                {
                    findings.AddRange(refused.Findings.Select(f => f with { Where = f.Where ?? declared.Where }));
                    continue;
                }

                ElectricityForeground foreground = results[^1].ToForeground(IdOf(declared.Id.Value), _mixer);
                Process chosen = electricity.IsLocationBased ? foreground.Location : foreground.Market;
                Mixes.Add(chosen);
                suppliers.Add(declared.Id.Value, chosen);
                findings.AddRange(Describe(results[^1]).Concat(results[^1].Findings).Select(f => f with { Where = f.Where ?? declared.Where }));
            }

            Results = results.ToImmutable();
        }

        public void Grid(StudyGrid grid)
        {
            int before = findings.Count;
            try
            {
                if (PathOf(grid) is not { } path) return;
                Process mix = path.ToProcess(IdOf(grid.Id.Value), new Wording($"Electricity of '{grid.Id.Value}'", $"'{grid.Id.Value}' 的电力"), _mixer);
                Mixes.Add(mix);
                suppliers.Add(grid.Id.Value, mix);
                findings.AddRange(path.Findings);
                findings.Add(DescribePath(grid, path));
            }
            catch (InputRefusedException refused)
            {
                findings.AddRange(refused.Findings);
            }

            for (int i = before; i < findings.Count; i++) findings[i] = findings[i] with { Where = findings[i].Where ?? grid.Where };
        }

        private string IdOf(string name) => $"{studyId}/electricity/{name}";

        private ElectricityAccount? Account(StudyElectricityAccount declared)
        {
            int year = declared.Period.Value.From.Year;
            (StudyPlant Plant, ElectricityProvider? Provider)[] plants = [.. declared.Plants.Select(p => (p, Provider(p.Source, declared.Id.Value, year)))];
            (StudyInstrument Instrument, ElectricityProvider? Provider)[] instruments = [.. declared.Instruments.Select(i => (i, Provider(i.Source, declared.Id.Value, year)))];
            ElectricityProvider? residual = declared.Residual is { } source ? Provider(source, declared.Id.Value, year) : null;
            if (plants.Any(p => p.Provider is null) || instruments.Any(i => i.Provider is null) || (declared.Residual is not null && residual is null)) return null;
            return new ElectricityAccount
            {
                Id = declared.Id.Value,
                Consumer = declared.Consumer,
                Area = declared.Area.Value,
                From = declared.Period.Value.From,
                To = declared.Period.Value.To,
                Consumption = declared.Consumption.Value,
                Plants = [.. plants.Select(p => new PlantSupply(p.Plant.Id, p.Plant.IsOwn, p.Plant.Amount.Value, p.Provider!, p.Plant.IsInstrumentSold))],
                Instruments = [.. instruments.Select(i => i.Instrument.Make(i.Provider!))],
                Residual = residual,
                InterconnectedMarkets = declared.InterconnectedMarkets,
            };
        }

        // Null, with findings, where it is not to be had.
        private ElectricityProvider? Provider(ElectricitySource source, string account, int year)
        {
            switch (source)
            {
                case FactorSource own:
                    return new FactorProvider(own.Factor);
                case TableSource table:
                    GridFactorChoice choice = electricity.Table.Choose(table.Query.Year == 0 ? table.Query with { Year = year } : table.Query);
                    findings.AddRange(choice.Findings.Select(f => f with { Where = f.Where ?? source.Where }));
                    return choice.Factor is { } factor ? new FactorProvider(factor) : null;
                case ProcessSource process:
                    Diagnostic[] faults = [.. suppliers.Check(new Wording($"electricity of '{account}'", $"'{account}' 的电力"), process.ProcessId, KilowattHour, source.Where)];
                    findings.AddRange(faults);
                    if (faults.Length > 0 || suppliers.FlowOf(process.ProcessId.Value) is not { } flow) return null;
                    int index = suppliers.Background.FindProcess(process.ProcessId.Value);
                    return new ProcessProvider(flow, process.ProcessId.Value, new Wording(suppliers.Background.Processes.NameIn(index, Language.English), suppliers.Background.Processes.NameIn(index, Language.Chinese)));
                default:
                    throw new ArgumentException($"Sources of type {source.GetType().Name} are not known.", nameof(source));
            }
        }

        // Null, with findings, where a year has no source that is to be had.
        private GridPath? PathOf(StudyGrid grid)
        {
            Dictionary<int, ElectricityProvider> providers = [];
            foreach ((int year, ElectricitySource source) in grid.Years)
                if (Provider(source, grid.Id.Value, year) is { } provider) providers.Add(year, provider);
            if (providers.Count < grid.Years.Count) return null;
            if (grid.Years.IsEmpty && grid.Area is { } area)
            {
                if (grid is { Energy.IsEmpty: true, Generation: GenerationType.Mix, Scope: null }) return GridPath.Of(electricity.Table, area.Value, grid.FirstYear.Value, grid.Lifetime.Value);
                IEnumerable<int> years = grid.Energy.IsEmpty ? Enumerable.Range(grid.FirstYear.Value, YearsOf(grid.Lifetime.Value)) : grid.Energy.Keys;
                foreach (int year in years)
                {
                    GridFactor factor = electricity.Table.Choose(new GridFactorQuery(area.Value, year)
                    {
                        Kind = grid.Generation == GenerationType.Mix ? GridFactorKind.Mix : GridFactorKind.Plant,
                        Generation = grid.Generation,
                        Scope = grid.Scope,
                    }).FactorOrRefusal();
                    providers.TryAdd(factor.Key.Year, new FactorProvider(factor));
                }
            }

            return grid.Energy.IsEmpty
                ? GridPath.Of(providers, grid.FirstYear.Value, grid.Lifetime.Value)
                : GridPath.Of(providers, grid.Energy);
        }

        private static int YearsOf(Quantity lifetime) => lifetime.Unit.ConvertsTo(Year) ? (int)Math.Clamp(Math.Ceiling(lifetime.In(Year)), 1, MostYears) : 1;

        private IEnumerable<Diagnostic> Describe(ElectricityResult result)
        {
            Wording market = Portions(result.MarketBased);
            Wording location = Portions(result.LocationBased);
            string used = electricity.IsLocationBased ? "location" : "market";
            string usedZh = electricity.IsLocationBased ? "位置" : "市场";
            yield return Diagnostic.Note(
                FindingCode.Summary,
                $"Electricity '{result.Account.Id}', {used}-based in this result. By market: {market.En}{Mean(result.MarketBasedFactor)}. By location: {location.En}{Mean(result.LocationBasedFactor)}.",
                $"电力 '{result.Account.Id}'，本结果基于{usedZh}。基于市场：{market.Zh}{Mean(result.MarketBasedFactor)}。基于位置：{location.Zh}{Mean(result.LocationBasedFactor)}。");
        }

        private static Wording Portions(ImmutableArray<ElectricityPortion> portions) => new(
            string.Join("; ", portions.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.KilowattHours:G10} kWh {p.Rung.Name().En} ({p.Why.En}) from {p.Provider.Name.En}"))),
            string.Join("；", portions.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.KilowattHours:G10} kWh {p.Rung.Name().Zh}（{p.Why.Zh}），取自{p.Provider.Name.Zh}"))));

        private static string Mean(double? factor) => factor is { } f ? string.Create(CultureInfo.InvariantCulture, $" = {f:G6} kg/kWh") : string.Empty;

        private static string Span(int first, int last) => first == last ? $"{first}" : $"{first}–{last}";

        private static Diagnostic DescribePath(StudyGrid grid, GridPath path)
        {
            List<(int First, int Last, double Share, ElectricityProvider Provider)> spans = [];
            foreach (GridPathStep step in path.Steps)
            {
                if (spans.Count > 0 && spans[^1].Provider == step.Provider) spans[^1] = spans[^1] with { Last = step.Year, Share = spans[^1].Share + step.Share };
                else spans.Add((step.Year, step.Year, step.Share, step.Provider));
            }

            Wording years = new(
                string.Join("; ", spans.Select(s => string.Create(CultureInfo.InvariantCulture, $"{Span(s.First, s.Last)}: {100 * s.Share:G4} % from {s.Provider.Name.En}"))),
                string.Join("；", spans.Select(s => string.Create(CultureInfo.InvariantCulture, $"{Span(s.First, s.Last)}：{100 * s.Share:G4} %，取自{s.Provider.Name.Zh}"))));
            return Diagnostic.Note(FindingCode.Summary, $"Electricity '{grid.Id.Value}' along the years: {years.En}.", $"电力 '{grid.Id.Value}' 的逐年取值：{years.Zh}。");
        }
    }
}
