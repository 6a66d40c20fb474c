using System.Security.Cryptography;
using System.Text;

namespace CarbonLca.Formats.Results;

/// <summary>What a study's result was computed from, carried with the result.</summary>
/// <param name="StudyName">The study's file as it was named.</param>
/// <param name="StudyText">Its content, from which the study can be read again.</param>
/// <param name="Data">The background data as they were named: a bundled data set, or a path.</param>
/// <param name="Method">The method as it was named: a bundled one, one of the data, or a path.</param>
public sealed record ResultInputs(string StudyName, string StudyText, string Data, string Method)
{
    /// <summary>SHA-256 of the study's text in UTF-8.</summary>
    public string StudyDigest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(StudyText)));
}
