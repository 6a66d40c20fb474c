using CarbonLca.Diagnostics;

namespace CarbonLca.Studies;

/// <summary>Why a study is made (REQ-10).</summary>
/// <param name="IntendedUse">What the result is for.</param>
/// <param name="Audience">Who reads it.</param>
public sealed record StudyGoal(Wording IntendedUse, Wording Audience);
