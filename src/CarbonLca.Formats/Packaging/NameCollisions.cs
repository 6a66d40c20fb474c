using System.Globalization;
using System.Text;

namespace CarbonLca.Formats.Packaging;

/// <summary>Finds names that some file systems would take for one: equal but for case or Unicode normal form.</summary>
/// <remarks>
/// Case is compared by ordinal upper case. Normal forms are compared without the Unicode decomposition tables, which a program
/// without culture data does not have: every letter beyond ASCII and every letter with combining marks counts as one
/// unknown letter, and two names that agree so far collide when they spell it with different numbers of marks. Names of the
/// same form (as one packing program writes them) are told apart exactly; a mixture of forms is refused when in doubt.
/// </remarks>
internal sealed class NameCollisions
{
    private const char Unknown = '\uFFFF';

    private readonly Dictionary<string, string> _byCase = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (string Name, int Marks)> _byForm = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a name; returns the earlier name that it collides with, or null.</summary>
    public string? Add(string name)
    {
        if (!_byCase.TryAdd(name, name)) return _byCase[name];
        if (Ascii.IsValid(name)) return null;
        (string form, int marks) = Skeleton(name);
        if (_byForm.TryGetValue(form, out (string Name, int Marks) known)) return known.Marks == marks ? null : known.Name;
        _byForm.Add(form, (name, marks));
        return null;
    }

    private static (string Form, int Marks) Skeleton(string name)
    {
        StringBuilder form = new(name.Length);
        int marks = 0;
        for (int i = 0; i < name.Length; i += char.IsSurrogatePair(name, i) ? 2 : 1)
        {
            int rune = char.IsSurrogatePair(name, i) ? char.ConvertToUtf32(name, i) : name[i];
            if (IsMark(rune))
            {
                marks++;
                if (form.Length > 0) form[^1] = Unknown;
            }
            else if (IsSingleton(rune))
            {
                marks++;
                form.Append(Unknown);
            }
            else
            {
                form.Append(rune < 0x80 ? (char)rune : Unknown);
            }
        }

        return (form.ToString(), marks);
    }

    // Combining marks, and the medial and final jamo that join the one before into a Hangul syllable.
    private static bool IsMark(int rune) =>
        rune is >= 0x1160 and <= 0x11FF
        || CharUnicodeInfo.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // Characters whose normal form is another single character: ohm, kelvin and ångström signs, compatibility ideographs.
    private static bool IsSingleton(int rune) => rune is 0x2126 or 0x212A or 0x212B or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
