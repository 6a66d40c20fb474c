using CarbonLca.Diagnostics;

namespace CarbonLca.Studies;

/// <summary>What a result is per: a functional unit, or the reference flow that fulfils it (REQ-11).</summary>
/// <param name="Text">In words.</param>
/// <param name="Amount">How much; greater than zero.</param>
/// <param name="Unit">The unit of <paramref name="Amount"/>, as written.</param>
public sealed record StudyUnit(Wording Text, Located<double> Amount, Located<string> Unit);
