using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;
using CarbonLca.Stages;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Studies;

/// <summary>Reads the models of stages: each is a mapping under its own key of an item.</summary>
/// <param name="findings">Takes what is found.</param>
internal sealed class ModelReader(FindingList findings)
{
    private static readonly Wording Process = new("the id of a process", "过程的标识");
    private static readonly Wording Mass = new("a mass with its unit, such as 26.3 kg", "带单位的质量，例如 26.3 kg");
    private static readonly DieYieldModel[] YieldModels = [DieYieldModel.Murphy, DieYieldModel.Poisson];
    private readonly Values _values = new(findings);

    /// <summary>The keys of the models.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["semiconductor", "memory", "storage", "board", "packaging", "reuse", "software", "service", "trip"];

    /// <summary>A model with its providers; null, with findings, where it cannot be read.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="node">What stands under the key.</param>
    public (StageModel Model, ImmutableArray<Located<string>> Providers)? Read(string key, DocumentNode? node)
    {
        if (FieldReader.Of(node, findings) is not { } fields) return null;
        Reading reading = new(this, fields);
        StageModel? model = key switch
        {
            "semiconductor" => Semiconductor(reading),
            "memory" or "storage" => Storage(reading),
            "board" => Board(reading),
            "service" => Service(reading),
            "trip" => Trip(reading),
            "software" => Spread(reading, "copies", "development", "per_copy", isCounted: true),
            "reuse" => Spread(reading, "uses", "shared", "per_use", isCounted: true),
            _ => Spread(reading, "uses", "parts", "per_use", isCounted: false),
        };
        fields.RefuseOthers();
        if (model is null) return null;
        return (model, [.. model.Needs.Select(n => new Located<string>(n.Provider, reading.Providers.GetValueOrDefault(n.Provider) ?? fields.Where))]);
    }

    private static Semiconductor? Semiconductor(Reading reading)
    {
        Quantity? area = reading.Quantity("die_area", new Wording("the area of a die, such as 6.98 cm2", "芯片面积，例如 6.98 cm2"));
        double? dies = reading.NumberOr("dies", 1);
        DieYield? yield = Yield(reading);
        string? provider = reading.Provider("provider");
        Quantity? wafer = reading.OptionalQuantity("wafer");
        bool isPerWafer = reading.Bool("per_wafer");
        string? node = reading.OptionalText("node");
        StageNeed? package = reading.OptionalNeed("package");
        if (reading.IsLost || area is not { } a || dies is not { } n || yield is null || provider is null) return null;
        return reading.Refuse(Stages.Semiconductor.Check(a, n, yield, wafer, isPerWafer)) ? null : new Semiconductor(a, n, yield, provider, wafer, isPerWafer, node, package);
    }

    private static DieYield? Yield(Reading reading)
    {
        bool hasDefects = reading.Fields.Has("defect_density");
        if (reading.Fields.Has("yield") == hasDefects)
        {
            reading.Fields.Optional("yield");
            reading.Fields.Optional("defect_density");
            reading.Fields.Optional("yield_model");
            reading.Lose(Diagnostic.Error(hasDefects ? FindingCode.SchemaInvalid : FindingCode.MissingField, "The yield must be given once: as a share, or by the defect density.", "良率须且仅须给出一次：份额或缺陷密度。") with
            {
                Where = reading.Fields.Where,
                Expected = Wording.Same("yield | defect_density"),
            });
            return null;
        }

        if (!hasDefects) return reading.Number("yield", new Wording("a share above 0 and at most 1", "大于 0 且不大于 1 的比例")) is { } given ? DieYield.Given(given) : null;
        DocumentNode? modelNode = reading.Fields.Required("yield_model", Wording.Same("murphy | poisson"));
        DieYieldModel? model = reading.Values.OneOf(modelNode, YieldModels, m => m.ToString().ToLowerInvariant())?.Value;
        double? defects = reading.Number("defect_density", new Wording("defects per cm2", "每 cm2 的缺陷数"));
        return model is { } m && defects is { } d ? new DieYield(m, d) : null;
    }

    private static StorageCapacity? Storage(Reading reading)
    {
        Quantity? capacity = reading.Quantity("capacity", new Wording("the capacity of a device, such as 36 GB", "单个器件的容量，例如 36 GB"));
        double? count = reading.NumberOr("count", 1);
        double? yield = reading.NumberOr("yield", 1);
        string? provider = reading.Provider("provider");
        StageNeed? package = reading.OptionalNeed("package");
        if (reading.IsLost || capacity is not { } c || count is not { } n || yield is not { } y || provider is null) return null;
        return reading.Refuse(StorageCapacity.Check(c, n, y)) ? null : new StorageCapacity(c, n, y, provider, package);
    }

    private static PrintedBoard? Board(Reading reading)
    {
        Quantity? area = reading.Quantity("area", new Wording("the area of a board, such as 120 cm2", "电路板面积，例如 120 cm2"));
        double? layers = reading.Number("layers", new Wording("the number of layers", "层数"));
        double? count = reading.NumberOr("count", 1);
        double? use = reading.NumberOr("panel_use", 1);
        double? yield = reading.NumberOr("yield", 1);
        string? provider = reading.Provider("provider");
        bool isPerLayer = reading.Bool("per_layer");
        if (reading.IsLost || area is not { } a || layers is not { } l || count is not { } n || use is not { } u || yield is not { } y || provider is null) return null;
        return reading.Refuse(PrintedBoard.Check(a, l, n, u, y)) ? null : new PrintedBoard(a, l, n, u, y, provider, isPerLayer);
    }

    private static SpreadUse? Spread(Reading reading, string usesKey, string sharedKey, string perUseKey, bool isCounted)
    {
        double? uses = isCounted ? reading.Number(usesKey, new Wording("how often it is used in all", "总使用次数")) : reading.NumberOr(usesKey, 1);
        double? taken = reading.NumberOr("taken", 1);
        ImmutableArray<StageNeed>? shared = reading.Needs(sharedKey, isRequired: true);
        ImmutableArray<StageNeed>? perUse = reading.Needs(perUseKey, isRequired: false);
        if (reading.IsLost || uses is not { } n || taken is not { } t || shared is not { } s || perUse is not { } p) return null;
        bool isRefused = reading.Refuse(SpreadUse.Check(n, t, s, p).Select(f => f with
        {
            Parameter = f.Parameter.Replace("per_use", perUseKey, StringComparison.Ordinal).Replace("shared", sharedKey, StringComparison.Ordinal).Replace("uses", usesKey, StringComparison.Ordinal),
        }));
        return isRefused ? null : new SpreadUse(n, t, s, p);
    }

    private SharedService? Service(Reading reading)
    {
        SharingBasis? basis = _values.OneOf(reading.Fields.Required("basis", Wording.Same(string.Join(" | ", SharingBases.All.Select(b => b.Key())))), SharingBases.All, b => b.Key())?.Value;
        ImmutableArray<StageNeed>? equipment = reading.Needs("equipment", isRequired: true);
        if (reading.Fields.Has("shares"))
        {
            ImmutableArray<ServiceShare>? shares = reading.Shares("shares");
            string? taken = reading.Text("taken", new Wording("the name of the service that the product is", "产品所属服务的名称"));
            if (reading.IsLost || basis is not { } by || shares is not { } all || taken is null || equipment is not { } needs) return null;
            return reading.Refuse(SharedService.Check(all, taken, needs)) ? null : new SharedService(by, all, taken, needs);
        }

        Quantity? used = reading.Quantity("used", new Wording("what the service uses, such as 12 TB", "该服务的使用量，例如 12 TB"));
        Quantity? total = reading.Quantity("total", new Wording("what all services use, or shares of all services", "全部服务的使用量，或给出各服务的份额"));
        if (reading.IsLost || basis is not { } b || used is not { } u || total is not { } t || equipment is not { } e) return null;
        return reading.Refuse(SharedService.CheckUse(u, t)) || reading.Refuse(SharedService.Check([new ServiceShare("this", 1)], "this", e)) ? null : SharedService.ByUse(b, u, t, e);
    }

    private static VehicleTrip? Trip(Reading reading)
    {
        Quantity? mass = reading.Quantity("mass", Mass);
        Quantity? packaging = reading.OptionalQuantity("packaging");
        Quantity? distance = reading.Quantity("distance", new Wording("a distance with its unit, such as 1200 km", "带单位的距离，例如 1200 km"));
        Quantity? payload = reading.Quantity("payload", new Wording("what the vehicle can carry, such as 18 t", "车辆额定载重，例如 18 t"));
        double? load = reading.Number("load", new Wording("the share of the payload that is used", "装载率"));
        double? back = reading.Number("empty_return", new Wording("the share of the way back driven empty, 0 to 1", "空载返程比例，0 到 1"));
        Quantity? fuel = reading.OptionalQuantity("fuel");
        Unit? unit = reading.OptionalText("unit") is { } text ? reading.Values.Unit(text, reading.Fields.Node) : null;
        string? provider = reading.Provider("provider");
        if (reading.IsLost || mass is not { } m || distance is not { } d || payload is not { } most || load is not { } l || back is not { } r || provider is null) return null;
        if (packaging is { } pack)
        {
            if (TransportLegs.CheckPackaging(pack) is { } fault)
            {
                reading.Refuse([new ParameterFault("packaging", fault)]);
                return null;
            }

            m = m with { Value = m.Value + pack.In(m.Unit) };
        }

        return reading.Refuse(VehicleTrip.Check(m, d, most, l, r, fuel)) ? null : new VehicleTrip(m, d, most, l, r, provider, fuel, unit);
    }

    /// <summary>One model while it is read.</summary>
    private sealed class Reading(ModelReader reader, FieldReader fields)
    {
        private readonly Dictionary<string, SourcePosition> _places = new(StringComparer.Ordinal);

        public FieldReader Fields => fields;

        public Values Values => reader._values;

        /// <summary>Where each provider is first named.</summary>
        public Dictionary<string, SourcePosition?> Providers { get; } = new(StringComparer.Ordinal);

        /// <summary>Whether something that was given could not be read.</summary>
        public bool IsLost { get; private set; }

        public void Lose(Diagnostic fault)
        {
            IsLost = true;
            reader.Findings.Add(fault);
        }

        /// <summary>Reports faults where their parameters stand; whether there was any.</summary>
        public bool Refuse(IEnumerable<ParameterFault> faults)
        {
            bool isAny = false;
            foreach (ParameterFault fault in faults)
            {
                isAny = true;
                string whole = fault.Parameter.Split('[')[0];
                reader.Findings.Add(fault.Fault with { Where = _places.GetValueOrDefault(fault.Parameter) ?? _places.GetValueOrDefault(whole) ?? fields.Where });
            }

            return isAny;
        }

        public Quantity? Quantity(string key, Wording expected) => Given(key, Values.Quantity(Place(key, fields.Required(key, expected))))?.Value;

        public Quantity? OptionalQuantity(string key) => Given(key, Values.Quantity(Place(key, fields.Optional(key))))?.Value;

        public double? Number(string key, Wording expected) => Given(key, Values.Number(Place(key, fields.Required(key, expected))))?.Value;

        public double? NumberOr(string key, double otherwise) => Place(key, fields.Optional(key)) is { } node ? Given(key, Values.Number(node))?.Value : otherwise;

        public string? Text(string key, Wording expected) => Given(key, Values.Text(Place(key, fields.Required(key, expected))))?.Value;

        public string? OptionalText(string key) => Given(key, Values.Text(Place(key, fields.Optional(key))))?.Value;

        public bool Bool(string key) => Given(key, Values.Bool(Place(key, fields.Optional(key))))?.Value ?? false;

        public string? Provider(string key)
        {
            if (Given(key, Values.Text(Place(key, fields.Required(key, Process)))) is not { } provider) return null;
            Providers.TryAdd(provider.Value, provider.Where);
            return provider.Value;
        }

        public StageNeed? OptionalNeed(string key) => Place(key, fields.Optional(key)) is { } node ? Need(node, key) : null;

        public ImmutableArray<StageNeed>? Needs(string key, bool isRequired)
        {
            Wording expected = new("a list of provider and amount, such as [{provider: …, amount: 4 kg}]", "provider 与 amount 的列表，例如 [{provider: …, amount: 4 kg}]");
            DocumentNode? node = Place(key, isRequired ? fields.Required(key, expected) : fields.Optional(key));
            if (node is null) return isRequired ? null : [];
            StageNeed?[]? needs = Values.Sequence(node)?.Select((item, i) => Need(item, $"{key}[{i}]")).ToArray();
            IsLost |= needs is null;
            return needs is null || needs.Contains(null) ? null : [.. needs.Select(n => n!.Value)];
        }

        public ImmutableArray<ServiceShare>? Shares(string key)
        {
            DocumentNode node = Place(key, fields.Optional(key))!;
            if (node.Kind != DocumentNodeKind.Mapping)
            {
                Lose(Values.WrongShape(node, new Wording("services with their shares, such as {video: 0.6, other: 0.4}", "服务及其份额，例如 {video: 0.6, other: 0.4}")));
                return null;
            }

            Located<double>?[] shares = [.. node.Fields.Select(f => Values.Number(f.Value))];
            IsLost |= shares.Contains(null);
            return IsLost ? null : [.. node.Fields.Zip(shares, (f, s) => new ServiceShare(f.Key.Text, s!.Value.Value))];
        }

        private StageNeed? Need(DocumentNode node, string place)
        {
            _places[place] = node.Where;
            if (FieldReader.Of(node, reader.Findings) is not { } need)
            {
                IsLost = true;
                return null;
            }

            Located<string>? provider = Values.Text(need.Required("provider", Process));
            Located<Quantity>? amount = Values.Quantity(need.Required("amount", new Wording("an amount with its unit, such as 4 kg", "带单位的数量，例如 4 kg")));
            need.RefuseOthers();
            if (provider is { } known) Providers.TryAdd(known.Value, known.Where);
            if (provider is { } p && amount is { } a) return new StageNeed(a.Value, p.Value);
            IsLost = true;
            return null;
        }

        private DocumentNode? Place(string key, DocumentNode? node)
        {
            if (node is not null) _places[key] = node.Where;
            return node;
        }

        // What is there and cannot be read must not pass for what is not there.
        private T? Given<T>(string key, T? value)
            where T : struct
        {
            IsLost |= value is null && fields.Has(key);
            return value;
        }
    }

    private FindingList Findings => findings;
}
