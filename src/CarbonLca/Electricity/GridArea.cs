using CarbonLca.Diagnostics;

namespace CarbonLca.Electricity;

/// <summary>How large an area of the grid is.</summary>
public enum GridAreaLevel : byte
{
    /// <summary>A country, or a market of its own.</summary>
    Market = 0,

    /// <summary>A grid region of a country.</summary>
    Region = 1,

    /// <summary>A province.</summary>
    Province = 2,
}

/// <summary>An area that electricity factors are published for.</summary>
/// <param name="Code">Its code, for instance <c>CN-GD</c>.</param>
/// <param name="Level">How large it is.</param>
/// <param name="Parent">The code of the area it lies in; null for a market.</param>
/// <param name="Name">Its name.</param>
public sealed record GridArea(string Code, GridAreaLevel Level, string? Parent, Wording Name)
{
    /// <summary>Name and code as messages use them.</summary>
    public Wording Label => new($"{Name.En} ({Code})", $"{Name.Zh}（{Code}）");
}
