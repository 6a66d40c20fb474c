using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Electricity;

/// <summary>A published or measured factor of electricity with its source (REQ-60, REQ-65).</summary>
public sealed record GridFactor
{
    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Unit KilowattHour = Unit.Parse("kWh");
    private static readonly Dimension EquivalentsPerEnergy = Dimension.CO2Equivalents.Times(Dimension.Energy.Power(-1));
    private static readonly Dimension MassPerEnergy = Dimension.Mass.Times(Dimension.Energy.Power(-1));

    /// <summary>A factor.</summary>
    /// <param name="key">What it stands for.</param>
    /// <param name="value">kg CO2e per kWh for the life-cycle scopes, kg of carbon dioxide per kWh for combustion; zero or more.</param>
    /// <param name="source">Publication, table, page.</param>
    /// <exception cref="InputRefusedException">The value is negative, not finite, or in a unit that does not fit the scope.</exception>
    public GridFactor(GridFactorKey key, Quantity value, string source)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(key.Area, nameof(key));
        if (CheckValue(key.Scope, value) is { } fault) throw new InputRefusedException(fault);
        Key = key;
        Value = value;
        Source = source;
        Name = NameOf(key, Wording.Same(key.Area));
    }

    /// <summary>What the factor stands for.</summary>
    public GridFactorKey Key { get; }

    /// <summary>The figure with its unit.</summary>
    public Quantity Value { get; }

    /// <summary>Publication, table, page.</summary>
    public string Source { get; }

    /// <summary>How sure the figure is; see <see cref="Provenance.Confidence"/>.</summary>
    public string? Confidence { get; init; }

    /// <summary>What else a reader should know.</summary>
    public string? Note { get; init; }

    /// <summary>The GWP set inside a CO2-equivalent figure.</summary>
    public GwpSet GwpSet { get; init; }

    /// <summary>The name people read; a table gives it the name of the area.</summary>
    public Wording Name { get; init; }

    /// <summary>Kilograms (of CO2e, or of carbon dioxide for combustion) per kWh.</summary>
    public double KilogramsPerKilowattHour => Value.Value * (double)(Value.Unit.Factor * KilowattHour.Factor);

    /// <summary>The elementary flow the figure is emitted as: CO2 equivalents of its set, or carbon dioxide.</summary>
    public Flow Emission => Key.Scope == FactorScope.Combustion ? CarbonDioxide : EquivalentFlow.Of(CarbonOrigin.Fossil, GwpSet);

    private static Flow CarbonDioxide { get; } =
        Flow.Elementary("carbon-dioxide-fossil", Kilogram, "Carbon dioxide, fossil", "air") with { NameZh = "二氧化碳（化石源）", Cas = "124-38-9" };

    /// <summary>The factor as a process that makes one kWh of a product of its own and emits what the figure says.</summary>
    /// <param name="id">The id of the process and of its product.</param>
    /// <param name="background">The database the process will join, for flows it already has; null for none.</param>
    public Process ToProcess(string id, LciDatabase? background = null)
    {
        Flow made = Flow.Product(id, KilowattHour, Name.En) with { NameZh = Name.Zh };
        Flow emitted = Emission;
        if (background?.FindFlow(emitted.Id) is { } index and >= 0) emitted = background.Flows[index];
        return (Process.Producing(1, made) with
        {
            NameZh = Name.Zh,
            Location = Key.Area,
            Provenance = new Provenance(Source)
            {
                Year = Key.Year,
                Region = Key.Area,
                GwpSet = Key.Scope == FactorScope.Combustion ? "gases" : GwpSet.Key(),
                Confidence = Confidence,
                Note = Note,
            },
        }).Emitting(KilogramsPerKilowattHour * emitted.ReferenceUnitsPer(Kilogram), emitted);
    }

    /// <summary>What is wrong with a figure for a scope; null when nothing is.</summary>
    public static Diagnostic? CheckValue(FactorScope scope, Quantity value)
    {
        bool isCombustion = scope == FactorScope.Combustion;
        if (!value.Unit.Dimension.Equals(isCombustion ? MassPerEnergy : EquivalentsPerEnergy))
        {
            return Diagnostic.Error(FindingCode.UnitMismatch, $"A factor of the scope '{scope.Key()}' is given in '{value.Unit}'.", $"范围为 '{scope.Key()}' 的因子以 '{value.Unit}' 给出。") with
            {
                Found = value.ToString(),
                Expected = isCombustion ? new Wording("kilograms of carbon dioxide per energy, such as kg/kWh", "单位能量的二氧化碳质量，如 kg/kWh") : new Wording("CO2 equivalents per energy, such as kg CO2e/kWh", "单位能量的二氧化碳当量，如 kg CO2e/kWh"),
            };
        }

        if (double.IsFinite(value.Value) && value.Value >= 0) return null;
        return Diagnostic.Error(value.Value < 0 ? FindingCode.NegativeNotAllowed : FindingCode.NotFinite, "The electricity factor is out of range.", "电力因子超出范围。") with
        {
            Found = value.ToString(),
            Expected = new Wording("a finite factor of zero or more", "不小于零的有限因子"),
        };
    }

    /// <summary>The same factor with the name of its area in its own name.</summary>
    internal GridFactor NamedAfter(GridArea area) => this with { Name = NameOf(Key, area.Name) };

    private static Wording NameOf(GridFactorKey key, Wording area)
    {
        Wording kind = key.Kind.Name();
        Wording scope = key.Scope.Name();
        bool isOne = key.Generation != GenerationType.Mix;
        string en = isOne ? $"{kind.En} by {key.Generation.Name().En}" : kind.En;
        string zh = isOne ? $"{key.Generation.Name().Zh}{kind.Zh}" : kind.Zh;
        return new Wording($"Electricity, {en}, {area.En}, {key.Year}, {scope.En}", $"电力，{zh}，{area.Zh}，{key.Year}，{scope.Zh}");
    }
}
