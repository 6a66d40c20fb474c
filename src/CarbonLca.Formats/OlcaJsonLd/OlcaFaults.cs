using System.Text.Json;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>Wording that several kinds of data sets share.</summary>
internal static class OlcaFaults
{
    public static readonly Wording ProcessLeftOut = new("The process was left out.", "已舍弃该过程。");

    public static readonly Wording FiniteNumber = new("a finite number", "有限的数");

    /// <summary>The code for a field that should be a number.</summary>
    public static FindingCode CodeOf(NumberState state) => state switch
    {
        NumberState.Absent => FindingCode.MissingField,
        NumberState.NotFinite => FindingCode.NotFinite,
        NumberState.TooSmall => FindingCode.OutOfRange,
        _ => FindingCode.NotANumber,
    };

    /// <summary>What a reference points to, for people.</summary>
    public static string NameOf(JsonElement reference) =>
        reference.Field("name"u8).Text()?.Trim() ?? reference.Id() ?? reference.Shown();
}
