using System.Text.RegularExpressions;

namespace CarbonLca.Methods;

/// <summary>Recognises names that look like greenhouse gases, so that one without a factor is never overlooked.</summary>
/// <remarks>The set of REQ-42: CO2, CH4, N2O, HFCs, PFCs, SF6, NF3, and the ozone-depleting gases with a GWP. Erring towards listing too much.</remarks>
internal static partial class GreenhouseGases
{
    /// <summary>Whether a flow's name looks like that of a greenhouse gas.</summary>
    public static bool Looks(string name)
    {
        if (NotGases().IsMatch(name)) return false;
        return OriginReader.Read(name, compartment: null).Gas != CarbonGas.None || Pattern().IsMatch(name);
    }

    [GeneratedRegex(
        @"^carbon dioxide\b|^methane\b|CO2 equivalents|nitrous oxide|dinitrogen (mon)?oxide|\bN2O\b|sulfur hexafluoride|sulphur hexafluoride|\bSF6\b|nitrogen (tri)?fluoride|\bNF3\b"
        + @"|\b(HFC|HCFC|CFC|PFC|HFE|HCFE|FC)s?\b|\bHalon|perfluoro|chlorofluorocarbon|fluorinated hydrocarbons|fluorocarbon|[a-z]ane, .*(fluoro|chloro|bromo)|carbon tetrachloride|chloroform|\bR-?\d{2,3}[a-z]*\b"
        + "|二氧化碳|甲烷|氧化亚氮|六氟化硫|三氟化氮|氢氟碳|全氟",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    // Names that contain a gas only to exclude it or to describe something else.
    [GeneratedRegex(
        "non-methane|other than methane|nonmethane|methanesulfon|methanearson|solvents",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NotGases();
}
