namespace CarbonLca.Numerics.FixedPoint;

/// <summary>A new value for one entry of a matrix that is prepared already.</summary>
/// <param name="Row">Row of the entry.</param>
/// <param name="Column">Column of the entry.</param>
/// <param name="Value">The value it takes, finite, and positive on the diagonal.</param>
public readonly record struct ChangedEntry(int Row, int Column, double Value);
