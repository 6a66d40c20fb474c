using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Formats.Bundled;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads the electricity of a study: factors of its own, accounts with plants and instruments, grids along the years.</summary>
/// <param name="findings">Takes what is found.</param>
internal sealed class ElectricityReader(FindingList findings)
{
    private const int FirstYear = 1900;
    private const int LastYear = 2200;
    private static readonly string[] SourceKeys = ["provider", "factor", "generation", "grid", "residual"];
    private static readonly Wording Date = new("a date such as 2024-12-31", "日期，例如 2024-12-31");
    private static readonly Wording Area = new("a code such as CN-GD or a name such as Guangdong", "如 CN-GD 的代码或如“广东”的名称");
    private static readonly Wording Energy = new("an energy with its unit, such as 1200 MWh", "带单位的电量，例如 1200 MWh");
    private static readonly Unit KilowattHour = Quantities.Unit.Parse("kWh");
    private static readonly Unit OneYear = Quantities.Unit.Parse("a");
    private readonly Values _values = new(findings);

    /// <summary>Every account and grid that has a name, even where the rest of it cannot be read.</summary>
    public List<string> Names { get; } = [];

    /// <summary>The electricity of a study; null where it has none or, with findings, where it cannot be read.</summary>
    public StudyElectricity? Read(DocumentNode? node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<string>? basis = _values.Text(fields.Optional("basis"));
        if (basis is { } given && given.Value is not ("market" or "location"))
        {
            findings.Add(Diagnostic.Error(FindingCode.UnknownName, "The basis of the electricity is neither by market nor by location.", "电力核算基础既非市场也非位置。") with
            {
                Where = given.Where,
                Found = Values.Short(given.Value),
                Expected = Wording.Same("market | location"),
            });
        }

        Located<double>? months = _values.Number(fields.Optional("months_apart"));
        if (months is { } apart && !(apart.Value is >= 0 and <= 1200 && apart.Value == Math.Floor(apart.Value)))
        {
            findings.Add(Diagnostic.Error(FindingCode.OutOfRange, "The months between generation and consumption are out of range.", "发电与用电之间的月数超出范围。") with
            {
                Where = apart.Where,
                Found = apart.Value.ToString("R", CultureInfo.InvariantCulture),
                Expected = new Wording("whole months, 0 to 1200", "0 至 1200 之间的整月数"),
            });
            months = null;
        }

        GridFactorTable table = ReadTable(fields.Optional("factors"));
        StudyElectricityAccount?[] accounts = [.. (_values.Sequence(fields.Optional("accounts")) ?? []).Select(ReadAccount)];
        StudyGrid?[] grids = [.. (_values.Sequence(fields.Optional("grids")) ?? []).Select(ReadGrid)];
        fields.RefuseOthers();
        StudyElectricity electricity = new()
        {
            Table = table,
            Rules = months is { } m ? new ElectricityRules { MostMonthsApart = (int)m.Value } : ElectricityRules.Default,
            IsLocationBased = basis?.Value == "location",
            Accounts = [.. accounts.OfType<StudyElectricityAccount>()],
            Grids = [.. grids.OfType<StudyGrid>()],
            Where = node!.Where,
        };
        foreach (IGrouping<string, Located<string>> same in electricity.Names.GroupBy(n => n.Value, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
            findings.Add(Diagnostic.Error(FindingCode.Duplicate, $"Two accounts or grids have the id '{same.Key}'.", $"两个用电账户或电网使用同一标识 '{same.Key}'。") with { Where = same.Last().Where });
        return electricity;
    }

    private GridFactorTable ReadTable(DocumentNode? node)
    {
        GridFactorTable table = BundledData.ElectricityFactors;
        if (_values.Sequence(node) is not { } items) return table;
        GridFactor[] factors = [.. items.Select(item => ReadRow(item, table)).OfType<GridFactor>()];
        try
        {
            return table.With(factors);
        }
        catch (InputRefusedException refused)
        {
            findings.AddRange(refused.Findings.Select(f => f with { Where = node!.Where }));
            return table;
        }
    }

    private GridFactor? ReadRow(DocumentNode node, GridFactorTable table)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<string>? area = _values.Text(fields.Required("area", Area));
        GridFactorKind kind = _values.OneOf(fields.Optional("kind"), GridFactorWords.Kinds, k => k.Key())?.Value ?? GridFactorKind.Mix;
        GenerationType generation = _values.OneOf(fields.Optional("generation"), GridFactorWords.Generations, g => g.Key())?.Value ?? GenerationType.Mix;
        Located<int>? year = Year(fields.Required("year", YearWording));
        FactorFields? factor = ReadFactorFields(fields);
        fields.RefuseOthers();
        if (area is not { } a || year is not { } y || factor is null) return null;
        if (table.FindArea(a.Value) is not { } known)
        {
            findings.Add(table.CheckArea(a.Value)! with { Where = a.Where });
            return null;
        }

        return Factor(new GridFactorKey(known.Code, kind, generation, factor.Scope, y.Value), factor, node.Where);
    }

    private static Wording YearWording => new("a calendar year such as 2024", "公历年份，例如 2024");

    private Located<int>? Year(DocumentNode? node)
    {
        if (_values.Number(node) is not { } year) return null;
        if (year.Value == Math.Floor(year.Value) && year.Value is >= FirstYear and <= LastYear) return new Located<int>((int)year.Value, year.Where);
        findings.Add(Diagnostic.Error(FindingCode.OutOfRange, "The year is out of range.", "年份超出范围。") with
        {
            Where = year.Where,
            Found = year.Value.ToString("R", CultureInfo.InvariantCulture),
            Expected = new Wording($"a calendar year, {FirstYear} to {LastYear}", $"{FirstYear} 至 {LastYear} 之间的公历年份"),
        });
        return null;
    }

    private sealed record FactorFields(Located<Quantity> Value, GwpSet GwpSet, FactorScope Scope, string Source);

    private FactorFields? ReadFactorFields(FieldReader fields)
    {
        Located<Quantity>? value = _values.Quantity(fields.Required("value", new Wording("the figure with its unit, such as 0.5777 kg CO2e/kWh", "带单位的数值，例如 0.5777 kg CO2e/kWh")));
        Located<FactorScope>? scope = _values.OneOf(fields.Required("scope", Wording.Same(string.Join(" | ", GridFactorWords.Scopes.Select(s => s.Key())))), GridFactorWords.Scopes, s => s.Key());
        Located<GwpSet>? set = _values.OneOf(fields.Optional("gwp"), GwpSets.All, s => s.Key());
        Wording? source = _values.Bilingual(fields.Required("source", new Wording("where the figure comes from", "数值来源")));
        return value is { } v && scope is { } s && source is { } from ? new FactorFields(v, set?.Value ?? GwpSet.Unstated, s.Value, from.En) : null;
    }

    private GridFactor? Factor(GridFactorKey key, FactorFields fields, SourcePosition where)
    {
        if (GridFactor.CheckValue(key.Scope, fields.Value.Value) is { } fault)
        {
            findings.Add(fault with { Where = fields.Value.Where ?? where });
            return null;
        }

        return new GridFactor(key, fields.Value.Value, fields.Source) { GwpSet = fields.GwpSet, Confidence = "declared" };
    }

    private StudyElectricityAccount? ReadAccount(DocumentNode node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<string>? id = ReadName(fields);
        Located<string>? consumer = _values.Text(fields.Required("consumer", new Wording("who uses the electricity", "用电方")));
        Located<string>? area = _values.Text(fields.Required("area", Area));
        DateOnly? from = _values.Date(fields.Required("from", Date));
        DateOnly? to = _values.Date(fields.Required("to", Date));
        Located<Quantity>? consumption = _values.Quantity(fields.Required("consumption", Energy));
        StudyPlant?[] plants = [.. (_values.Sequence(fields.Optional("plants")) ?? []).Select(n => ReadPlant(n, area))];
        StudyInstrument?[] instruments = [.. (_values.Sequence(fields.Optional("instruments")) ?? []).Select(n => ReadInstrument(n, area))];
        DocumentNode? residualNode = fields.Optional("residual");
        ElectricitySource? residual = FieldReader.Of(residualNode, findings) is { } residualFields ? ReadSource(residualFields, area, isWhole: true) : null;
        Located<string>?[] markets = [.. (_values.Sequence(fields.Optional("interconnected_markets")) ?? []).Select(_values.Text)];
        fields.RefuseOthers();
        bool isLost = plants.Contains(null) || instruments.Contains(null) || (residualNode is not null && residual is null) || markets.Contains(null);
        if (isLost || id is not { } i || consumer is not { } who || area is not { } place || from is not { } first || to is not { } last || consumption is not { } used) return null;
        return new StudyElectricityAccount
        {
            Id = i,
            Consumer = who.Value,
            Area = place,
            Period = new Located<StudyPeriod>(new StudyPeriod(first, last), node.Where),
            Consumption = used,
            Plants = [.. plants!],
            Instruments = [.. instruments!],
            Residual = residual,
            InterconnectedMarkets = [.. markets.Select(m => m!.Value.Value)],
            Where = node.Where,
        };
    }

    private Located<string>? ReadName(FieldReader fields)
    {
        Located<string>? id = _values.Text(fields.Required("id", new Wording("the name that items use as their provider", "条目作为供应方引用的名称")));
        if (id is { } name) Names.Add(name.Value);
        return id;
    }

    private StudyPlant? ReadPlant(DocumentNode node, Located<string>? area)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<string>? id = _values.Text(fields.Required("id", new Wording("the name of the plant", "电厂名称")));
        Located<bool>? own = _values.Bool(fields.Required("own", new Wording("true for an own plant, false for a supplier on a direct line", "自有电厂写 true，直连供电写 false")));
        Located<Quantity>? amount = _values.Quantity(fields.Required("amount", Energy));
        bool? sold = _values.Bool(fields.Optional("instrument_sold"))?.Value;
        ElectricitySource? source = ReadSource(fields, area, isWhole: false);
        fields.RefuseOthers();
        return id is { } i && own is { } o && amount is { } a && source is not null ? new StudyPlant(i.Value, o.Value, a, source, sold) : null;
    }

    private StudyInstrument? ReadInstrument(DocumentNode node, Located<string>? area)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<string>? id = _values.Text(fields.Required("id", new Wording("the name of the instrument", "合同文书名称")));
        Located<InstrumentKind>? kind = _values.OneOf(fields.Required("kind", Wording.Same(string.Join(" | ", InstrumentKinds.All.Select(k => k.Key())))), InstrumentKinds.All, k => k.Key());
        DocumentNode? amountNode = fields.Optional("amount");
        Located<Quantity>? amount = _values.Quantity(amountNode);
        Located<string>?[] serials = [.. (_values.Sequence(fields.Optional("serials")) ?? []).Select(_values.Text)];
        foreach (Located<string> serial in serials.OfType<Located<string>>())
            if (CertificateSerials.CheckText(serial.Value) is { } fault) findings.Add(fault with { Where = serial.Where, Found = Values.Short(serial.Value) });
        string? generator = _values.Text(fields.Optional("generator"))?.Value;
        bool? conveys = _values.Bool(fields.Optional("conveys_attributes"))?.Value;
        bool? unique = _values.Bool(fields.Optional("unique_claim"))?.Value;
        bool? tracked = _values.Bool(fields.Optional("tracked"))?.Value;
        bool? redeemed = _values.Bool(fields.Optional("redeemed"))?.Value;
        string? redeemedFor = _values.Text(fields.Optional("redeemed_for"))?.Value;
        Located<string>? market = _values.Text(fields.Optional("market"));
        DateOnly? from = _values.Date(fields.Optional("from"));
        DateOnly? to = _values.Date(fields.Optional("to"));
        ElectricitySource? source = ReadSource(fields, market ?? area, isWhole: false);
        fields.RefuseOthers();
        bool isLost = (amountNode is not null && amount is null) || Array.Exists(serials, s => s is not { } text || !CertificateSerials.TryParse(text.Value, out _));
        if (isLost || id is not { } i || kind is not { } k || source is null) return null;
        ImmutableArray<CertificateSerials> claimed = [.. serials.Select(s => CertificateSerials.Parse(s!.Value.Value))];
        return new StudyInstrument(i.Value, source, provider => new ContractualInstrument
        {
            Id = i.Value,
            Kind = k.Value,
            Serials = claimed,
            Amount = amount?.Value,
            Provider = provider,
            Generator = generator,
            ConveysAttributes = conveys,
            IsUniqueClaim = unique,
            IsTracked = tracked,
            IsRedeemed = redeemed,
            RedeemedFor = redeemedFor,
            Market = market?.Value,
            From = from,
            To = to,
        }, node.Where);
    }

    private StudyGrid? ReadGrid(DocumentNode node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<string>? id = ReadName(fields);
        DocumentNode? yearsNode = fields.Optional("years");
        DocumentNode? energyNode = fields.Optional("energy");
        Located<string>? area = _values.Text(yearsNode is null ? fields.Required("area", Area) : fields.Optional("area"));
        bool isSpan = fields.Has("from") || fields.Has("lifetime");
        Located<int>? first = isSpan ? Year(fields.Required("from", YearWording)) : Year(yearsNode is null && energyNode is null ? fields.Required("year", YearWording) : fields.Optional("year"));
        Located<Quantity>? lifetime = isSpan ? _values.Quantity(fields.Required("lifetime", new Wording("a time with its unit, such as 4 a", "带单位的时间，例如 4 a"))) : new Located<Quantity>(new Quantity(1, OneYear), node.Where);
        GenerationType generation = _values.OneOf(fields.Optional("generation"), GridFactorWords.Generations, g => g.Key())?.Value ?? GenerationType.Mix;
        FactorScope? scope = _values.OneOf(fields.Optional("scope"), GridFactorWords.Scopes, s => s.Key())?.Value;
        ImmutableSortedDictionary<int, ElectricitySource> years = ReadYears(yearsNode, n => FieldReader.Of(n, findings) is { } f ? ReadSource(f, area, isWhole: true) : null);
        ImmutableSortedDictionary<int, Quantity> energy = ReadYears(energyNode, n => _values.Quantity(n) is { } e ? new Box(e.Value) : null).ToImmutableSortedDictionary(p => p.Key, p => p.Value.Value);
        fields.RefuseOthers();
        if (id is not { } i || lifetime is not { } life) return null;
        int begin = years.IsEmpty ? energy.IsEmpty ? 0 : energy.Keys.First() : years.Keys.First();
        if (first is null && begin == 0) return null;
        return new StudyGrid
        {
            Id = i,
            Area = area,
            FirstYear = first ?? new Located<int>(begin, node.Where),
            Lifetime = life,
            Generation = generation,
            Scope = scope,
            Years = years,
            Energy = energy,
            Where = node.Where,
        };
    }

    private sealed record Box(Quantity Value);

    private ImmutableSortedDictionary<int, T> ReadYears<T>(DocumentNode? node, Func<DocumentNode, T?> read)
        where T : class
    {
        ImmutableSortedDictionary<int, T>.Builder years = ImmutableSortedDictionary.CreateBuilder<int, T>();
        if (node is null) return years.ToImmutable();
        if (node.Kind != DocumentNodeKind.Mapping)
        {
            findings.Add(Values.WrongShape(node, new Wording("years as keys, such as {2024: …, 2025: …}", "以年份为键，例如 {2024: …, 2025: …}")));
            return years.ToImmutable();
        }

        foreach ((DocumentNode key, DocumentNode value) in node.Fields)
        {
            if (!int.TryParse(key.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int year) || year is < FirstYear or > LastYear)
            {
                findings.Add(Diagnostic.Error(FindingCode.OutOfRange, "The year is out of range.", "年份超出范围。") with { Where = key.Where, Found = Values.Short(key.Text), Expected = YearWording });
                continue;
            }

            if (read(value) is { } found) years[year] = found;
        }

        return years.ToImmutable();
    }

    // Inline fields of a plant or an instrument, or a mapping that is nothing but a source.
    private ElectricitySource? ReadSource(FieldReader fields, Located<string>? area, bool isWhole)
    {
        string[] kinds = [.. SourceKeys.Where(fields.Has)];
        ElectricitySource? source = null;
        if (kinds.Length == 1)
        {
            source = kinds[0] switch
            {
                "provider" => _values.Text(fields.Optional("provider")) is { } process ? new ProcessSource(process) : null,
                "factor" => ReadOwnFactor(fields.Optional("factor"), area),
                "generation" => ReadGeneration(fields, area),
                "grid" => ReadGridSource(fields.Optional("grid"), area),
                _ => ReadResidual(fields.Optional("residual"), area),
            };
        }
        else
        {
            foreach (string key in SourceKeys) fields.Optional(key);
            findings.Add(Diagnostic.Error(kinds.Length == 0 ? FindingCode.MissingField : FindingCode.SchemaInvalid, "It must be said once where the electricity is taken from.", "须且仅须说明一次电力取自何处。") with
            {
                Where = fields.Where,
                Found = kinds.Length == 0 ? null : string.Join(", ", kinds),
                Expected = Wording.Same(string.Join(" | ", SourceKeys)),
            });
        }

        if (isWhole) fields.RefuseOthers();
        return source;
    }

    private FactorSource? ReadOwnFactor(DocumentNode? node, Located<string>? area)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        FactorFields? factor = ReadFactorFields(fields);
        Located<int>? year = Year(fields.Required("year", YearWording));
        fields.RefuseOthers();
        if (factor is null || year is not { } y) return null;
        GridFactorKey key = new(area?.Value ?? "GLO", GridFactorKind.Plant, GenerationType.Mix, factor.Scope, y.Value);
        return Factor(key, factor, node!.Where) is { } made ? new FactorSource(made with { Name = Wording.Same(factor.Source) }, node.Where) : null;
    }

    private TableSource? ReadGeneration(FieldReader fields, Located<string>? area)
    {
        DocumentNode? node = fields.Optional("generation");
        Located<GenerationType>? generation = _values.OneOf(node, GridFactorWords.Generations, g => g.Key());
        return generation is { } g && area is { } place
            ? new TableSource(new GridFactorQuery(place.Value, 0) { Kind = g.Value == GenerationType.Mix ? GridFactorKind.Mix : GridFactorKind.Plant, Generation = g.Value }, node!.Where)
            : null;
    }

    private TableSource? ReadGridSource(DocumentNode? node, Located<string>? area)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<string>? place = _values.Text(fields.Optional("area")) ?? area;
        Located<int>? year = Year(fields.Optional("year"));
        GridFactorKind kind = _values.OneOf(fields.Optional("kind"), GridFactorWords.Kinds, k => k.Key())?.Value ?? GridFactorKind.Mix;
        GenerationType generation = _values.OneOf(fields.Optional("generation"), GridFactorWords.Generations, g => g.Key())?.Value ?? GenerationType.Mix;
        FactorScope? scope = _values.OneOf(fields.Optional("scope"), GridFactorWords.Scopes, s => s.Key())?.Value;
        fields.RefuseOthers();
        return place is { } p ? new TableSource(new GridFactorQuery(p.Value, year?.Value ?? 0) { Kind = kind, Generation = generation, Scope = scope }, node!.Where) : null;
    }

    // EF_res of a market's total and what is claimed of it.
    private FactorSource? ReadResidual(DocumentNode? node, Located<string>? area)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<Quantity>? total = _values.Quantity(fields.Required("total", Energy));
        FactorFields? factor = ReadFactorFields(fields);
        Located<int>? year = Year(fields.Required("year", YearWording));
        ClaimedElectricity?[] claimed = [.. (_values.Sequence(fields.Required("claimed", new Wording("a list of amount and value", "amount 与 value 的列表"))) ?? []).Select(n => ReadClaim(n, factor))];
        fields.RefuseOthers();
        if (total is not { } all || factor is null || year is not { } y || claimed.Contains(null) || !IsEnergy(all)) return null;
        try
        {
            double value = ResidualMix.Factor(all.Value.In(KilowattHour), PerKilowattHour(factor.Value.Value), [.. claimed.Select(c => c!.Value)]);
            GridFactorKey key = new(area?.Value ?? "GLO", GridFactorKind.Residual, GenerationType.Mix, factor.Scope, y.Value);
            Unit unit = Quantities.Unit.Parse(factor.Scope == FactorScope.Combustion ? "kg/kWh" : "kg CO2e/kWh");
            return Factor(key, factor with { Value = new Located<Quantity>(new Quantity(value, unit), node!.Where) }, node.Where) is { } made
                ? new FactorSource(made with { Note = "residual mix computed from the market's total and the claims of the study" }, node.Where)
                : null;
        }
        catch (InputRefusedException refused)
        {
            findings.AddRange(refused.Findings.Select(f => f with { Where = node!.Where }));
            return null;
        }
    }

    private ClaimedElectricity? ReadClaim(DocumentNode node, FactorFields? total)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Located<Quantity>? amount = _values.Quantity(fields.Required("amount", Energy));
        Located<Quantity>? value = _values.Quantity(fields.Required("value", new Wording("the factor of what is claimed, in the unit of the total's", "所声明电力的因子，单位与总体因子一致")));
        fields.RefuseOthers();
        if (amount is not { } a || value is not { } v || !IsEnergy(a) || total is null) return null;
        if (GridFactor.CheckValue(total.Scope, v.Value) is not { } fault) return new ClaimedElectricity(a.Value.In(KilowattHour), PerKilowattHour(v.Value));
        findings.Add(fault with { Where = v.Where });
        return null;
    }

    private static double PerKilowattHour(Quantity factor) => factor.Value * (double)(factor.Unit.Factor * KilowattHour.Factor);

    private bool IsEnergy(Located<Quantity> energy)
    {
        if (energy.Value.Unit.ConvertsTo(KilowattHour)) return true;
        findings.Add(Diagnostic.Error(FindingCode.UnitMismatch, $"An energy is given in '{energy.Value.Unit}'.", $"电量以 '{energy.Value.Unit}' 给出。") with { Where = energy.Where, Found = energy.Value.ToString(), Expected = Energy });
        return false;
    }
}
