using System.Text.RegularExpressions;

namespace CarbonLca.Methods;

/// <summary>Recognises names that look like greenhouse gases, so that one without a factor is never overlooked.</summary>
/// <remarks>
/// <para>The set of REQ-42: CO2, CH4, N2O, HFCs, PFCs, SF6, NF3, and the ozone-depleting gases with a GWP. Erring towards listing too much.</para>
/// <para>
/// No pattern looks back over what it has read, so that time is proportional to the length of a name, whatever it is; and all of them
/// are code before the program starts.
/// </para>
/// </remarks>
internal static partial class GreenhouseGases
{
    // A limit that no name reaches.
    private const int LongestMilliseconds = 3_600_000;

    /// <summary>Whether a flow's name looks like that of a greenhouse gas.</summary>
    public static bool Looks(string name)
    {
        if (NotGases().IsMatch(name)) return false;
        return OriginReader.Read(name, compartment: null).Gas != CarbonGas.None || Pattern().IsMatch(name) || IsHalogenatedAlkane(name);
    }

    // 'Methane, bromotrifluoro-': an alkane, and behind the first of a line a halogen.
    private static bool IsHalogenatedAlkane(ReadOnlySpan<char> name)
    {
        foreach (Range range in name.Split('\n'))
        {
            ReadOnlySpan<char> line = name[range];
            foreach (ValueMatch alkane in Alkane().EnumerateMatches(line))
            {
                if (Halogen().IsMatch(line[(alkane.Index + alkane.Length)..])) return true;
                break;
            }
        }

        return false;
    }

    [GeneratedRegex(
        @"^carbon dioxide\b|^methane\b|CO2 equivalents|nitrous oxide|dinitrogen (mon)?oxide|\bN2O\b|sulfur hexafluoride|sulphur hexafluoride|\bSF6\b|nitrogen (tri)?fluoride|\bNF3\b"
        + @"|\b(HFC|HCFC|CFC|PFC|HFE|HCFE|FC)s?\b|\bHalon|perfluoro|chlorofluorocarbon|fluorinated hydrocarbons|fluorocarbon|carbon tetrachloride|chloroform|\bR-?\d{2,3}[a-z]*\b"
        + "|二氧化碳|甲烷|氧化亚氮|六氟化硫|三氟化氮|氢氟碳|全氟",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        LongestMilliseconds)]
    private static partial Regex Pattern();

    [GeneratedRegex("[a-z]ane, ", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LongestMilliseconds)]
    private static partial Regex Alkane();

    [GeneratedRegex("fluoro|chloro|bromo", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LongestMilliseconds)]
    private static partial Regex Halogen();

    // Names that contain a gas only to exclude it or to describe something else.
    [GeneratedRegex(
        "non-methane|other than methane|nonmethane|methanesulfon|methanearson|solvents",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        LongestMilliseconds)]
    private static partial Regex NotGases();
}
