namespace CarbonLca.Methods;

/// <summary>A gas whose factor depends on where its carbon comes from.</summary>
internal enum CarbonGas
{
    /// <summary>Any other substance.</summary>
    None,

    /// <summary>CO2.</summary>
    CarbonDioxide,

    /// <summary>CH4.</summary>
    Methane,
}

/// <summary>Where the carbon of a gas comes from.</summary>
internal enum Origin
{
    /// <summary>Name and compartment do not say.</summary>
    Unknown,

    /// <summary>Fossil.</summary>
    Fossil,

    /// <summary>From biomass.</summary>
    Biogenic,

    /// <summary>From land use change, soil or standing biomass.</summary>
    LandUseChange,

    /// <summary>Taken up from the air.</summary>
    Uptake,

    /// <summary>Taken up from the air into soil or standing biomass.</summary>
    LandUseUptake,
}

/// <summary>Reads gas and origin from a flow's name and compartment.</summary>
/// <remarks>
/// Fossil, biogenic and land-use CO2 and CH4 share their CAS numbers, so the number cannot tell them apart (REQ-41). A name is
/// only read as CO2 or CH4 when every qualifier in it is understood: <c>Methane, tetrafluoro-, CFC-14</c> is not methane.
/// </remarks>
internal static class OriginReader
{
    private static readonly Dictionary<string, CarbonGas> Gases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["carbon dioxide"] = CarbonGas.CarbonDioxide,
        ["CO2"] = CarbonGas.CarbonDioxide,
        ["二氧化碳"] = CarbonGas.CarbonDioxide,
        ["methane"] = CarbonGas.Methane,
        ["CH4"] = CarbonGas.Methane,
        ["甲烷"] = CarbonGas.Methane,
    };

    private static readonly Dictionary<string, Origin> Qualifiers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fossil"] = Origin.Fossil,
        ["fossil origin"] = Origin.Fossil,
        ["化石"] = Origin.Fossil,
        ["化石源"] = Origin.Fossil,
        ["biogenic"] = Origin.Biogenic,
        ["non-fossil"] = Origin.Biogenic,
        ["nonfossil"] = Origin.Biogenic,
        ["renewable"] = Origin.Biogenic,
        ["生物源"] = Origin.Biogenic,
        ["生物"] = Origin.Biogenic,
        ["land transformation"] = Origin.LandUseChange,
        ["from land transformation"] = Origin.LandUseChange,
        ["land use change"] = Origin.LandUseChange,
        ["land use and land use change"] = Origin.LandUseChange,
        ["from soil or biomass stock"] = Origin.LandUseChange,
        ["peat oxidation"] = Origin.LandUseChange,
        ["土地利用变化"] = Origin.LandUseChange,
        ["in air"] = Origin.Uptake,
        ["resource from air"] = Origin.Uptake,
        ["to soil or biomass stock"] = Origin.LandUseUptake,
        ["unspecified"] = Origin.Unknown,
        ["unspecified origin"] = Origin.Unknown,
        ["organic emissions to air"] = Origin.Unknown,
        ["inorganic emissions to air"] = Origin.Unknown,
        ["to air"] = Origin.Unknown,
        ["emission to air"] = Origin.Unknown,
    };

    /// <summary>The gas and its origin; <see cref="CarbonGas.None"/> for any other substance.</summary>
    public static (CarbonGas Gas, Origin Origin) Read(string name, string? compartment)
    {
        string[] parts = name.Split([',', '[', ']', '(', ')', '（', '）', '，'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 0 || !Gases.TryGetValue(parts[0], out CarbonGas gas)) return (CarbonGas.None, Origin.Unknown);
        Origin origin = Origin.Unknown;
        foreach (string part in parts.AsSpan(1))
        {
            if (!Qualifiers.TryGetValue(part, out Origin stated)) return (CarbonGas.None, Origin.Unknown);
            if (stated != Origin.Unknown) origin = stated;
        }

        if (Compartments.MediumOf(compartment) == Medium.Resource)
            return gas == CarbonGas.CarbonDioxide ? (gas, origin is Origin.LandUseUptake ? origin : Origin.Uptake) : (CarbonGas.None, Origin.Unknown);
        if (origin == Origin.Unknown) origin = FromCompartment(compartment);
        return (gas, origin);
    }

    /// <summary>The canonical name a gas of known origin has in the bundled methods.</summary>
    public static string? CanonicalName(CarbonGas gas, Origin origin) => (gas, origin) switch
    {
        (CarbonGas.CarbonDioxide, Origin.Fossil) => "Carbon dioxide, fossil",
        (CarbonGas.CarbonDioxide, Origin.Biogenic) => "Carbon dioxide, biogenic",
        (CarbonGas.CarbonDioxide, Origin.LandUseChange) => "Carbon dioxide, land use change",
        (CarbonGas.CarbonDioxide, Origin.Uptake) => "Carbon dioxide, in air",
        (CarbonGas.CarbonDioxide, Origin.LandUseUptake) => "Carbon dioxide, land use change, removal",
        (CarbonGas.Methane, Origin.Fossil) => "Methane, fossil",
        (CarbonGas.Methane, Origin.Biogenic) => "Methane, biogenic",
        (CarbonGas.Methane, Origin.LandUseChange) => "Methane, land use change",
        _ => null,
    };

    private static Origin FromCompartment(string? compartment)
    {
        foreach (string part in (compartment ?? string.Empty).Split('/', StringSplitOptions.TrimEntries))
            if (Qualifiers.TryGetValue(part, out Origin origin) && origin is Origin.Fossil or Origin.Biogenic or Origin.LandUseChange) return origin;
        return Origin.Unknown;
    }
}
