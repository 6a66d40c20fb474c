using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Useeio;

/// <summary>One reading of a model package.</summary>
internal sealed class UseeioReader(SourceFiles source, FindingList findings, CancellationToken cancellation)
{
    public const string SectorsFile = "sectors.json";
    public const string IndicatorsFile = "indicators.json";
    public const string FlowsFile = "flows.json";
    public const string DemandsFile = "demands.json";
    public const string MatrixA = "matrix/A.json";
    public const string MatrixB = "matrix/B.json";
    public const string MatrixC = "matrix/C.json";
    public const string MatrixD = "matrix/D.json";
    public const string MatrixL = "matrix/L.json";
    public const string MatrixN = "matrix/N.json";

    // D is published as doubles computed from C and B; what is further apart than rounding belongs to another model.
    private const double LargestRounding = 1e-9;

    private static readonly string[] Known = [SectorsFile, IndicatorsFile, FlowsFile, DemandsFile, MatrixA, MatrixB, MatrixC, MatrixD, MatrixL, MatrixN];

    private readonly string _name = SourceNames.Of(source);
    private readonly Dictionary<string, Unit> _units = new(StringComparer.Ordinal);

    public LciPackage Read()
    {
        if (!Require(SectorsFile, IndicatorsFile, MatrixA)) return new LciPackage { Format = string.Empty };
        Unit money = Money();
        JsonRecord[]? sectors = JsonRecord.ReadIndexed(source, SectorsFile, "id", findings);
        JsonRecord[]? indicators = JsonRecord.ReadIndexed(source, IndicatorsFile, "code", findings);
        if (sectors is null || indicators is null) return new LciPackage { Format = string.Empty };
        MatrixSide sectorSide = new(SectorsFile, [.. sectors.Select(s => s["id"]!)]);
        MatrixSide indicatorSide = new(IndicatorsFile, [.. indicators.Select(i => i["code"]!)]);

        JsonMatrix? a = Matrix(MatrixA, sectorSide, sectorSide);
        JsonMatrix? d = Matrix(MatrixD, indicatorSide, sectorSide);
        JsonMatrix? n = Matrix(MatrixN, indicatorSide, sectorSide);
        JsonMatrix? l = Matrix(MatrixL, sectorSide, sectorSide);
        bool hasFlows = HasFlows();
        Interventions? interventions = hasFlows ? ByFlow(indicators, indicatorSide, sectorSide, d) : ByIndicator(indicators, d);
        ReportUnread();
        if (a is null || interventions is null) return new LciPackage { Format = string.Empty };

        Flow[] products = [.. sectors.Select(s => Flow.Product(s["id"]!, money, s["name"] ?? s["id"]!))];
        Process[] processes = [.. sectors.Select((s, j) => SectorProcess(s, j, products, a, interventions))];
        ImpactMethod method = new($"useeio-{_name}", Categories(indicators), interventions.Rows)
        {
            Name = $"USEEIO indicators, {_name}",
            Digest = FileDigest.Of(source, hasFlows ? [IndicatorsFile, FlowsFile, MatrixC] : [IndicatorsFile]),
        };
        return new LciPackage
        {
            Format = string.Empty,
            Database = LciDatabase.Create(_name, null, processes, interventions.Flows),
            Methods = [method],
            PublishedTotals = n is null ? null : new PublishedTotals([.. indicatorSide.Names], [.. sectorSide.Names], [.. n.Values]),
            Counts =
            [
                new ImportCount("sectors", new Wording("sectors", "部门"), sectors.Length),
                new ImportCount("indicators", new Wording("indicators", "指标"), indicators.Length),
                new ImportCount("flows", new Wording("elementary flows", "基本流"), interventions.Flows.Length),
                new ImportCount("requirements", new Wording("direct requirements (A)", "直接消耗 (A)"), a.NonZeros),
                new ImportCount("interventions", new Wording("direct interventions", "直接环境干预"), interventions.Amounts.NonZeros),
                new ImportCount("factors", new Wording("characterisation factors", "特征化因子"), interventions.Rows.Length),
                new ImportCount("inverse", new Wording("entries of the published inverse (L)", "已发布逆矩阵 (L) 的元素"), l?.NonZeros ?? 0),
                new ImportCount("totals", new Wording("published totals (N)", "已发布总量 (N)"), n?.Values.Length ?? 0),
            ],
        };
    }

    private bool Require(params ReadOnlySpan<string> files)
    {
        bool isThere = true;
        foreach (string file in files)
        {
            if (source.Contains(file)) continue;
            isThere = false;
            findings.Add(Diagnostic.Error(FindingCode.MissingField, $"'{source.Name}' has no file '{file}'.", $"'{source.Name}' 中没有文件 '{file}'。") with
            {
                Where = new SourcePosition(file),
                Next = SubfolderNames(),
            });
        }

        return isThere;
    }

    private Wording? SubfolderNames()
    {
        IReadOnlyList<string> folders = SubfolderSource.Find(source, new UseeioFormat().Recognizes);
        return folders.Count == 0 ? null : new Wording($"It holds {folders.Count} packages in folders; name one of them: {string.Join(", ", folders)}.", $"其中的文件夹含 {folders.Count} 个数据包，请指定其一：{string.Join("、", folders)}。");
    }

    private JsonMatrix? Matrix(string file, MatrixSide rows, MatrixSide columns)
    {
        cancellation.ThrowIfCancellationRequested();
        return source.Contains(file) ? JsonMatrix.Read(source, file, rows, columns, findings) : null;
    }

    // A demand vector states the year of the money everything is per unit of.
    private Unit Money()
    {
        Unit unstated = Unit.Parse("USD");
        if (!source.Contains(DemandsFile) || JsonRecord.Read(source, DemandsFile, findings) is not { } demands) return unstated;
        string[] years = [.. demands.Select(d => d["year"]).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (years is [string year] && UnitCatalog.TryParse($"USD {year}", out Unit? money)) return money;
        if (years.Length > 0)
        {
            findings.Add(Diagnostic.Warning(FindingCode.NotSupported, $"The demand vectors do not state one price year, so the money has none.", "需求向量未给出唯一的价格年份，货币单位不带年份。") with
            {
                Where = new SourcePosition(DemandsFile),
                Found = string.Join(", ", years),
                Expected = new Wording("one year", "一个年份"),
            });
        }

        return unstated;
    }

    // Single flows need all three files; a package with some of them still has D.
    private bool HasFlows()
    {
        string[] missing = [.. ((string[])[FlowsFile, MatrixB, MatrixC]).Where(f => !source.Contains(f))];
        if (missing.Length == 0) return true;
        if (missing.Length < 3 && source.Contains(MatrixD))
        {
            findings.Add(Diagnostic.Note(FindingCode.Summary, $"The package has no {string.Join(", ", missing)}; the direct impacts of D are used instead of single flows.", $"数据包中没有 {string.Join("、", missing)}；以 D 的直接影响代替各基本流。") with
            {
                Where = new SourcePosition(missing[0]),
            });
        }

        return false;
    }

    private Interventions? ByFlow(JsonRecord[] indicators, MatrixSide indicatorSide, MatrixSide sectorSide, JsonMatrix? d)
    {
        if (JsonRecord.ReadIndexed(source, FlowsFile, "id", findings) is not { } records) return null;
        MatrixSide flowSide = new(FlowsFile, [.. records.Select(f => f["id"]!)]);
        JsonMatrix? b = Matrix(MatrixB, flowSide, sectorSide);
        JsonMatrix? c = Matrix(MatrixC, indicatorSide, flowSide);
        ImmutableArray<Flow>? flows = ElementaryFlows(records);
        if (b is null || c is null || flows is not { } elementary) return null;

        ImmutableArray<MethodRow>.Builder rows = ImmutableArray.CreateBuilder<MethodRow>();
        for (int k = 0; k < indicators.Length; k++)
        {
            ReadOnlySpan<double> factors = c.Row(k);
            for (int i = 0; i < factors.Length; i++)
                if (factors[i] != 0) rows.Add(new MethodRow(k, elementary[i].Id, factors[i], elementary[i].Unit) { Source = MatrixC });
        }

        if (d is not null) Compare(d, b, c, indicatorSide, sectorSide);
        return new Interventions(elementary, b, rows.ToImmutable());
    }

    private ImmutableArray<Flow>? ElementaryFlows(JsonRecord[] records)
    {
        ImmutableArray<Flow>.Builder flows = ImmutableArray.CreateBuilder<Flow>(records.Length);
        bool isGood = true;
        foreach (JsonRecord record in records)
        {
            if (UnitOf(record, record["id"]!) is not { } unit)
            {
                isGood = false;
                continue;
            }

            string? context = record["context"];
            flows.Add(Flow.Elementary(record["id"]!, unit, record["flowable"] ?? record["id"]!, string.IsNullOrWhiteSpace(context) ? null : context));
        }

        return isGood ? flows.MoveToImmutable() : null;
    }

    private Interventions? ByIndicator(JsonRecord[] indicators, JsonMatrix? d)
    {
        if (d is null)
        {
            if (!source.Contains(MatrixD))
            {
                findings.Add(Diagnostic.Error(FindingCode.MissingField, $"'{source.Name}' has no direct impacts.", $"'{source.Name}' 没有直接影响数据。") with
                {
                    Where = new SourcePosition(MatrixD),
                    Expected = new Wording($"{MatrixD}, or {MatrixB} and {MatrixC} with {FlowsFile}", $"{MatrixD}，或 {MatrixB}、{MatrixC} 与 {FlowsFile}"),
                });
            }

            return null;
        }

        Flow?[] flows = [.. indicators.Select(i => UnitOf(i, i["code"]!) is { } unit ? Flow.Elementary($"useeio:{i["code"]}", unit, i["name"] ?? i["code"]!) : null)];
        if (Array.Exists(flows, f => f is null)) return null;
        ImmutableArray<Flow> elementary = [.. flows.Select(f => f!)];
        return new Interventions(elementary, d, [.. elementary.Select((f, k) => new MethodRow(k, f.Id, 1, f.Unit) { Source = MatrixD })]);
    }

    private static ImmutableArray<ImpactCategory> Categories(JsonRecord[] indicators) =>
        [.. indicators.Select(i => new ImpactCategory(i["code"]!, i["unit"] is { Length: > 0 } unit ? unit : "1") { Name = i["name"] ?? i["code"]! })];

    private static Process SectorProcess(JsonRecord sector, int j, Flow[] products, JsonMatrix a, Interventions interventions)
    {
        ImmutableArray<Exchange>.Builder exchanges = ImmutableArray.CreateBuilder<Exchange>();
        exchanges.Add(new Exchange(products[j], ExchangeDirection.Output, 1));
        for (int i = 0; i < products.Length; i++)
            if (a.Row(i)[j] is var amount and not 0) exchanges.Add(new Exchange(products[i], ExchangeDirection.Input, amount) { ProviderId = products[i].Id });
        for (int i = 0; i < interventions.Flows.Length; i++)
        {
            if (interventions.Amounts.Row(i)[j] is not (var amount and not 0)) continue;
            Flow flow = interventions.Flows[i];
            bool isResource = flow.Compartment?.StartsWith("resource", StringComparison.OrdinalIgnoreCase) == true;
            exchanges.Add(new Exchange(flow, isResource ? ExchangeDirection.Input : ExchangeDirection.Output, amount));
        }

        return new Process(sector["id"]!, products[j].Name, products[j]) { Location = sector["location"], Exchanges = exchanges.ToImmutable() };
    }

    private Unit? UnitOf(JsonRecord record, string name)
    {
        if (record["unit"] is not { } text || string.IsNullOrWhiteSpace(text))
        {
            findings.Add(Diagnostic.Error(FindingCode.MissingField, $"'{name}' has no unit.", $"'{name}' 没有单位。") with { Where = record.Where });
            return null;
        }

        if (_units.TryGetValue(text, out Unit? unit)) return unit;
        if (!UnitCatalog.TryParse(text, out unit))
        {
            unit = Unit.Opaque(text, "useeio");
            findings.Add(Diagnostic.Note(FindingCode.UnknownUnit, $"The unit '{text}' is kept as the package writes it; it converts to no other.", $"单位 '{text}' 按数据包原样保留，不与其他单位换算。") with { Where = record.Where, Found = text });
        }

        _units.Add(text, unit);
        return unit;
    }

    private void Compare(JsonMatrix d, JsonMatrix b, JsonMatrix c, MatrixSide indicators, MatrixSide sectors)
    {
        double largest = 0;
        (int Indicator, int Sector) where = default;
        double[] computed = new double[sectors.Count];
        for (int k = 0; k < indicators.Count; k++)
        {
            Array.Clear(computed);
            ReadOnlySpan<double> factors = c.Row(k);
            for (int i = 0; i < factors.Length; i++)
            {
                if (factors[i] == 0) continue;
                ReadOnlySpan<double> amounts = b.Row(i);
                for (int j = 0; j < computed.Length; j++) computed[j] += factors[i] * amounts[j];
            }

            ReadOnlySpan<double> published = d.Row(k);
            for (int j = 0; j < computed.Length; j++)
            {
                double difference = Math.Abs(computed[j] - published[j]);
                if (difference == 0) continue;
                double relative = difference / Math.Max(Math.Abs(computed[j]), Math.Abs(published[j]));
                if (relative <= largest) continue;
                largest = relative;
                where = (k, j);
            }
        }

        string value = largest.ToString("G3", CultureInfo.InvariantCulture);
        string place = $"{indicators.NameOf(where.Indicator)}, {sectors.NameOf(where.Sector)}";
        findings.Add((largest <= LargestRounding
            ? Diagnostic.Note(FindingCode.Summary, $"D equals C·B; the largest relative difference is {value} ({place}).", $"D 与 C·B 一致，最大相对差 {value}（{place}）。")
            : Diagnostic.Warning(FindingCode.Summary, $"D is not C·B: the largest relative difference is {value} ({place}). B and C are used.", $"D 与 C·B 不一致：最大相对差 {value}（{place}）。采用 B 与 C。")) with
        {
            Where = new SourcePosition(MatrixD),
            Found = value,
        });
    }

    private void ReportUnread()
    {
        string[] unread = [.. source.Paths.Where(p => !Known.Contains(p, StringComparer.Ordinal))];
        if (unread.Length == 0) return;
        const int most = 40;
        string names = string.Join(", ", unread.Take(most)) + (unread.Length > most ? ", …" : string.Empty);
        findings.Add(Diagnostic.Note(FindingCode.UnknownField, $"{unread.Length} files of the package were not read: {names}.", $"数据包中有 {unread.Length} 个文件未读取：{names}。"));
    }

    /// <summary>What sectors exchange with the environment, and what it counts for.</summary>
    private sealed record Interventions(ImmutableArray<Flow> Flows, JsonMatrix Amounts, ImmutableArray<MethodRow> Rows);
}
