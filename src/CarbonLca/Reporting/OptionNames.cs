using CarbonLca.Methods;
using CarbonLca.Systems;

namespace CarbonLca.Reporting;

/// <summary>How choices are written on the command line, in files and in answers.</summary>
public static class OptionNames
{
    /// <summary>Every policy for providers with its name.</summary>
    public static IReadOnlyList<(string Name, ProviderPolicy Value)> Providers { get; } =
        [("own-location", ProviderPolicy.OwnLocationThenLowestId), ("strict", ProviderPolicy.Strict)];

    /// <summary>Every policy for inputs without provider with its name.</summary>
    public static IReadOnlyList<(string Name, UnlinkedPolicy Value)> Unlinked { get; } =
        [("cut", UnlinkedPolicy.Cut), ("refuse", UnlinkedPolicy.Refuse)];

    /// <summary>Every choice for gases of unknown origin with its name.</summary>
    public static IReadOnlyList<(string Name, UnknownOrigin Value)> UnknownOrigins { get; } =
        [("fossil", UnknownOrigin.Fossil), ("biogenic", UnknownOrigin.Biogenic), ("exclude", UnknownOrigin.Exclude), ("refuse", UnknownOrigin.Refuse)];

    /// <summary>The name of a policy for providers.</summary>
    public static string Of(ProviderPolicy policy) => Providers.First(p => p.Value == policy).Name;

    /// <summary>The name of a policy for inputs without provider.</summary>
    public static string Of(UnlinkedPolicy policy) => Unlinked.First(p => p.Value == policy).Name;

    /// <summary>The name of a choice for gases of unknown origin.</summary>
    public static string Of(UnknownOrigin origin) => UnknownOrigins.First(p => p.Value == origin).Name;
}
