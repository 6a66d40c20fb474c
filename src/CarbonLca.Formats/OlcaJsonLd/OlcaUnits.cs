using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>A unit of a package.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Name">How the package writes it.</param>
/// <param name="Factor">How many reference units of its group one of it is; finite and greater than zero.</param>
/// <param name="GroupId">The group it belongs to.</param>
/// <param name="Defined">How many reference units it is by definition; null when the catalogue does not say.</param>
internal sealed record OlcaUnit(string Id, string Name, double Factor, string GroupId, double? Defined);

/// <summary>The units of a package that convert into each other.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reference">Its reference unit: the catalogue's where that is certain, else one known to the package only.</param>
/// <param name="ReferenceName">How the package writes the reference unit.</param>
/// <param name="Units">Its units by identifier.</param>
internal sealed record OlcaUnitGroup(string Id, string Name, Unit Reference, string ReferenceName, IReadOnlyDictionary<string, OlcaUnit> Units);

/// <summary>A kind of quantity a flow is measured in.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Name">Its name.</param>
/// <param name="Group">Its units.</param>
internal sealed record OlcaProperty(string Id, string Name, OlcaUnitGroup Group);

/// <summary>The unit groups and flow properties of a package.</summary>
internal sealed class OlcaUnits
{
    // A rounded factor such as 0.02 for 0.0283 is that of the same unit still; this decides only whether a symbol means what we mean.
    private const double SameUnit = 0.01;

    private readonly Dictionary<string, OlcaUnitGroup> _groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, OlcaProperty> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, OlcaUnit> _units = new(StringComparer.OrdinalIgnoreCase);

    private OlcaUnits()
    {
    }

    public static OlcaUnits Empty { get; } = new();

    public int GroupCount => _groups.Count;

    public int PropertyCount => _properties.Count;

    public static OlcaUnits Read(OlcaContext context)
    {
        OlcaUnits units = new();
        context.Visit(OlcaFolders.UnitGroups, "UnitGroup", (file, id, root) => units.AddGroup(context.Log, file, id, root));
        context.Visit(OlcaFolders.FlowProperties, "FlowProperty", (file, id, root) => units.AddProperty(context.Log, file, id, root));
        return units;
    }

    public OlcaProperty? FindProperty(string id) => _properties.GetValueOrDefault(id);

    public OlcaUnit? FindUnit(string id) => _units.GetValueOrDefault(id);

    public OlcaUnitGroup GroupOf(OlcaUnit unit) => _groups[unit.GroupId];

    private void AddProperty(FindingLog log, string file, string id, JsonElement root)
    {
        string name = root.Field("name"u8).Text() ?? id;
        JsonElement reference = root.Field("unitGroup"u8);
        if (reference.Id() is { } groupId && _groups.TryGetValue(groupId, out OlcaUnitGroup? group))
        {
            _properties.Add(id, new OlcaProperty(id, name, group));
            return;
        }

        log.Add(Diagnostic.Error(
            FindingCode.UnknownUnit,
            $"Flow property '{name}' is measured in a unit group that the package does not contain or that was refused; it was left out.",
            $"流属性 '{name}' 所用的单位组不在数据包中或已被拒绝；已舍弃该属性。") with
        {
            Where = new SourcePosition(file, Path: "unitGroup"),
            Found = reference.Field("name"u8).Text() ?? reference.Shown(),
        });
    }

    private void AddGroup(FindingLog log, string file, string id, JsonElement root)
    {
        string name = root.Field("name"u8).Text() ?? id;
        List<(string Id, string Name, double Factor)> rows = [];
        List<int> references = [];
        int index = 0;
        foreach (JsonElement element in root.Field("units"u8).Items()) ReadUnit(log, file, name, index++, element, rows, references);

        if (references.Count != 1)
        {
            log.Add(Diagnostic.Error(
                references.Count == 0 ? FindingCode.MissingField : FindingCode.Duplicate,
                $"Unit group '{name}' has {(references.Count == 0 ? "no reference unit" : $"several reference units ({string.Join(", ", references.Select(r => $"'{rows[r].Name}'"))})")}; it was left out.",
                $"单位组 '{name}' {(references.Count == 0 ? "没有参考单位" : $"有多个参考单位（{string.Join("、", references.Select(r => $"'{rows[r].Name}'"))}）")}；已舍弃。") with
            {
                Where = new SourcePosition(file, Path: "units"),
                Expected = new Wording("one unit with isRefUnit", "恰有一个单位标记 isRefUnit"),
            });
            return;
        }

        (string Id, string Name, double Factor) reference = rows[references[0]];
        if (reference.Factor != 1)
        {
            log.Add(Diagnostic.Warning(
                FindingCode.Repaired,
                $"Reference unit '{reference.Name}' of unit group '{name}' has a factor other than 1; the factors of the group were divided by it.",
                $"单位组 '{name}' 的参考单位 '{reference.Name}' 的系数不为 1；该组各系数已除以该值。") with
            {
                Where = new SourcePosition(file, Path: $"units[{references[0]}].conversionFactor"),
                Found = reference.Factor.ToString("R"),
                Expected = Wording.Same("1"),
            });
        }

        Register(log, file, id, name, rows, reference);
    }

    private static void ReadUnit(FindingLog log, string file, string group, int index, JsonElement element, List<(string Id, string Name, double Factor)> rows, List<int> references)
    {
        string? id = element.Id();
        string? name = element.Field("name"u8).Text();
        NumberState state = element.Field("conversionFactor"u8).Number(out double factor);
        bool isFlag = element.Field("isRefUnit"u8, "referenceUnit"u8).TryFlag(out bool isReference);
        if (id is null || name is null || !isFlag)
        {
            log.Add(Diagnostic.Error(
                FindingCode.MissingField,
                $"A unit of group '{group}' lacks its identifier or name, or says neither true nor false of being the reference; it was left out.",
                $"单位组 '{group}' 的一个单位缺少标识或名称，或参考标记既非 true 也非 false；已舍弃。") with
            {
                Where = new SourcePosition(file, Path: $"units[{index}]"),
                Found = element.Shown(),
            });
            return;
        }

        // The schema lets a reference unit leave out its factor, which is one.
        if (isReference && state == NumberState.Absent) (state, factor) = (NumberState.Finite, 1);
        if (state != NumberState.Finite || factor <= 0)
        {
            log.Add(Diagnostic.Error(
                state == NumberState.Finite ? FindingCode.OutOfRange : OlcaFaults.CodeOf(state),
                $"Unit '{name}' of group '{group}' has no usable factor; it was left out.",
                $"单位组 '{group}' 的单位 '{name}' 没有可用的换算系数；已舍弃。") with
            {
                Where = new SourcePosition(file, Path: $"units[{index}].conversionFactor"),
                Found = element.Field("conversionFactor"u8).Shown(),
                Expected = new Wording("a finite number greater than zero", "大于零的有限数"),
            });
            return;
        }

        if (isReference) references.Add(rows.Count);
        rows.Add((id, name, factor));
    }

    private void Register(FindingLog log, string file, string id, string name, List<(string Id, string Name, double Factor)> rows, (string Id, string Name, double Factor) reference)
    {
        Unit unit = ReferenceUnit(log, file, name, rows, reference);
        Dictionary<string, OlcaUnit> units = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string unitId, string unitName, double factor) in rows)
        {
            double relative = factor / reference.Factor;
            double? defined = UnitCatalog.TryParse(unitName, out Unit? known) && known.ConvertsTo(unit) ? Ratio(known, unit) : null;
            OlcaUnit read = new(unitId, unitName, relative, id, defined);
            if (!double.IsFinite(relative) || relative <= 0)
            {
                log.Add(Diagnostic.Error(FindingCode.OutOfRange, $"Unit '{unitName}' of group '{name}' cannot be expressed in '{reference.Name}'; it was left out.", $"单位组 '{name}' 的单位 '{unitName}' 无法以 '{reference.Name}' 表示；已舍弃。") with { Where = new SourcePosition(file, Path: "units") });
            }
            else if (_units.TryAdd(unitId, read))
            {
                units.Add(unitId, read);
            }
            else
            {
                log.Add(Diagnostic.Error(FindingCode.Duplicate, $"Unit '{unitName}' of group '{name}' has the identifier of another unit; it was left out.", $"单位组 '{name}' 的单位 '{unitName}' 与另一单位的标识相同；已舍弃。") with
                {
                    Where = new SourcePosition(file, Path: "units"),
                    Found = unitId,
                });
            }
        }

        _groups.Add(id, new OlcaUnitGroup(id, name, unit, reference.Name, units));
    }

    // The symbol is ours, and the other symbols of the group that we know agree with that reading.
    private static Unit ReferenceUnit(FindingLog log, string file, string group, List<(string Id, string Name, double Factor)> rows, (string Id, string Name, double Factor) reference)
    {
        if (!UnitCatalog.TryParse(reference.Name, out Unit? unit)) return Unit.Opaque(reference.Name, group);
        int comparable = 0;
        int agreeing = 0;
        foreach ((string id, string name, double factor) in rows)
        {
            if (id == reference.Id || !UnitCatalog.TryParse(name, out Unit? other) || !other.ConvertsTo(unit)) continue;
            comparable++;
            if (Math.Abs((factor / reference.Factor / Ratio(other, unit)) - 1) <= SameUnit) agreeing++;
        }

        if (comparable == 0 || agreeing > 0) return unit;
        log.Add(Diagnostic.Warning(
            FindingCode.UnknownUnit,
            $"Unit group '{group}' calls its reference unit '{reference.Name}', but none of its other units has the factor it would have then; the unit is taken as known to this package only.",
            $"单位组 '{group}' 的参考单位写作 '{reference.Name}'，但其他单位的系数均与此不符；该单位仅视为此数据包自有的单位。") with
        {
            Where = new SourcePosition(file, Path: "units"),
        });
        return Unit.Opaque(reference.Name, group);
    }

    // Names come from the package: a product such as 'PJ*PJ*PJ' over 'J*J*J' exceeds a decimal, not a double.
    private static double Ratio(Unit unit, Unit reference) => (double)unit.Factor / (double)reference.Factor;
}
