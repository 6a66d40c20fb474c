namespace CarbonLca.Methods;

/// <summary>The medium an elementary flow comes from or goes to.</summary>
internal enum Medium
{
    /// <summary>The data do not say, or say nothing that is recognised.</summary>
    Unstated,

    /// <summary>Emission to air.</summary>
    Air,

    /// <summary>Emission to water.</summary>
    Water,

    /// <summary>Emission to soil.</summary>
    Soil,

    /// <summary>Taken from the environment.</summary>
    Resource,

    /// <summary>Something else that is stated.</summary>
    Other,
}

/// <summary>How well a compartment fits the one a factor is for; higher is better.</summary>
internal enum CompartmentFit
{
    /// <summary>It does not fit.</summary>
    None = 0,

    /// <summary>The flow states no medium, the factor one.</summary>
    Unstated = 1,

    /// <summary>The factor is for any compartment.</summary>
    Any = 2,

    /// <summary>Same medium.</summary>
    SameMedium = 3,

    /// <summary>The flow lies in a part of the factor's compartment.</summary>
    Within = 4,

    /// <summary>Same path.</summary>
    Same = 5,
}

/// <summary>Reads the compartment paths of the usual nomenclatures.</summary>
internal static class Compartments
{
    /// <summary>The medium a path such as <c>Emission to air/unspecified</c> or <c>resource/in air</c> stands for.</summary>
    public static Medium MediumOf(string? path)
    {
        if (string.IsNullOrWhiteSpace(path)) return Medium.Unstated;
        if (Has(path, "resource") || Has(path, "资源")) return Medium.Resource;
        if (Has(path, "air") || Has(path, "atmosphere") || Has(path, "大气") || Has(path, "空气")) return Medium.Air;
        if (Has(path, "water") || Has(path, "ocean") || Has(path, "水")) return Medium.Water;
        if (Has(path, "soil") || Has(path, "ground") || Has(path, "土壤")) return Medium.Soil;
        return Has(path, "waste") || Has(path, "non-material") || Has(path, "废物") ? Medium.Other : Medium.Unstated;
    }

    /// <summary>How well a flow's compartment fits the compartment a factor is for.</summary>
    public static CompartmentFit Fit(string? factor, string? flow)
    {
        if (string.IsNullOrWhiteSpace(factor)) return CompartmentFit.Any;
        string wanted = factor.Trim().Trim('/');
        string? has = flow?.Trim().Trim('/');
        if (string.Equals(wanted, has, StringComparison.OrdinalIgnoreCase)) return CompartmentFit.Same;
        if (has is not null && has.StartsWith(wanted + "/", StringComparison.OrdinalIgnoreCase)) return CompartmentFit.Within;
        Medium medium = MediumOf(has);
        if (medium == Medium.Unstated) return CompartmentFit.Unstated;
        return IsMediumName(wanted) && MediumOf(wanted) == medium ? CompartmentFit.SameMedium : CompartmentFit.None;
    }

    // 'air' is a medium; 'air/stratosphere' is one place in it and fits nothing but itself.
    private static bool IsMediumName(string path) => !path.Contains('/', StringComparison.Ordinal);

    // A whole word of the path: 'air' does not occur in 'repair'.
    private static bool Has(string path, string word)
    {
        for (int at = path.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = path.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            bool begins = at == 0 || !char.IsAsciiLetter(path[at - 1]) || !char.IsAscii(word[0]);
            int end = at + word.Length;
            bool ends = end == path.Length || !char.IsAsciiLetter(path[end]) || !char.IsAscii(word[0]);
            if (begins && ends) return true;
        }

        return false;
    }
}
