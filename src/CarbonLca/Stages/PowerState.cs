using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>A state of operation: the power drawn in it and how long a year it lasts.</summary>
/// <param name="Power">The power drawn; zero or more, of the dimension energy per time.</param>
/// <param name="HoursPerYear">Hours a year in this state; zero or more.</param>
public readonly record struct PowerState(Quantity Power, double HoursPerYear);
