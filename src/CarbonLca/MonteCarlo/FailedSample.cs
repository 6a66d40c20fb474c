namespace CarbonLca.MonteCarlo;

/// <summary>Why a sample has no answer.</summary>
public enum SampleFailure
{
    /// <summary>A loop consumes at least what it makes: its gain is one or more.</summary>
    NonProductiveLoop = 0,

    /// <summary>The reference output of a process is zero or has the wrong sign.</summary>
    NoReferenceOutput = 1,

    /// <summary>The equations have no unique solution, or none that is certain enough.</summary>
    Singular = 2,

    /// <summary>A drawn amount or a result is not finite.</summary>
    NotFinite = 3,
}

/// <summary>A sample that has no answer for whatever depends on one process.</summary>
/// <param name="Sample">Its number, from 0.</param>
/// <param name="Column">The column of the system where it failed.</param>
/// <param name="Reason">Why.</param>
public readonly record struct FailedSample(long Sample, int Column, SampleFailure Reason);
