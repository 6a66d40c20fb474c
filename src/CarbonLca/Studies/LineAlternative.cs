using CarbonLca.Diagnostics;

namespace CarbonLca.Studies;

/// <summary>Another assumption about a line, to be computed beside it: another use profile, another end of life (REQ-70, REQ-92).</summary>
/// <param name="Name">What is assumed.</param>
/// <param name="Line">The line as it would then be; it has no alternatives of its own.</param>
public sealed record LineAlternative(Wording Name, StudyLine Line);
