namespace CarbonLca.Quantities;

/// <summary>A text that names no known unit.</summary>
public sealed class UnknownUnitException : FormatException
{
    /// <summary>The text is not a unit.</summary>
    /// <param name="text">What was written.</param>
    public UnknownUnitException(string text)
        : base(UnitCatalog.ClosestTo(text) is { } near
            ? $"'{text}' is not a known unit. Closest: '{near}'."
            : $"'{text}' is not a known unit.")
    {
        Text = text;
        Closest = UnitCatalog.ClosestTo(text);
    }

    /// <summary>What was written.</summary>
    public string Text { get; }

    /// <summary>The known unit that reads most like it; null where none is near.</summary>
    public string? Closest { get; }
}
