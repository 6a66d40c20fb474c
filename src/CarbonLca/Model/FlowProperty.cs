using CarbonLca.Quantities;

namespace CarbonLca.Model;

/// <summary>Another way to measure a flow: how much of a property one reference unit of the flow has.</summary>
/// <param name="Name">The property, for instance <c>mass</c>, <c>net calorific value</c>, <c>price</c>.</param>
/// <param name="Amount">How much of it one reference unit of the flow has; greater than zero.</param>
/// <param name="Unit">The unit of <paramref name="Amount"/>.</param>
/// <remarks>A density is the property <c>mass</c> of a flow measured in m3, or <c>volume</c> of one measured in kg.</remarks>
public readonly record struct FlowProperty(string Name, double Amount, Unit Unit);
