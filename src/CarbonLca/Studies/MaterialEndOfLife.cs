using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.EndOfLife;

namespace CarbonLca.Studies;

/// <summary>The cycle of the material of a line: how it is made and what becomes of it, beyond one amount of one provider (REQ-33).</summary>
/// <remarks>
/// The line's own provider makes the virgin material unless <see cref="Providers"/> names another. What follows from the content of
/// recyclate stays in the stage of the line; the rest becomes items of the end of life, burdens and credits apart (REQ-34).
/// </remarks>
public sealed record MaterialEndOfLife
{
    /// <summary>The shares, qualities and allocation factors.</summary>
    public required MaterialCycle Cycle { get; init; }

    /// <summary>How burdens and credits are shared; null for the method of the study.</summary>
    public EndOfLifeMethod? Method { get; init; }

    /// <summary>The ids of the processes that play the roles.</summary>
    public ImmutableDictionary<EndOfLifeRole, Located<string>> Providers { get; init; } = ImmutableDictionary<EndOfLifeRole, Located<string>>.Empty;

    /// <summary>Where it stands.</summary>
    public SourcePosition? Where { get; init; }
}

/// <summary>The end-of-life method of a study, for every material that names none of its own (REQ-33).</summary>
/// <param name="Method">The method.</param>
/// <param name="Reason">Why it was chosen; null where the study does not say.</param>
public sealed record StudyEndOfLife(EndOfLifeMethod Method, Wording? Reason = null);
