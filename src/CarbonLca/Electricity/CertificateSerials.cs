using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.Electricity;

/// <summary>One serial number of a certificate, or a run of them: <c>GEC-2024-000001..000120</c> (REQ-63).</summary>
/// <remarks>Serial numbers are compared without regard to case; leading zeros count, since registries write them.</remarks>
public readonly record struct CertificateSerials
{
    private const string Separator = "..";
    private const int MostDigits = 18;

    private CertificateSerials(string prefix, int width, long first, long last)
    {
        Prefix = prefix;
        Width = width;
        First = first;
        Last = last;
    }

    /// <summary>What stands before the running number, in capitals.</summary>
    public string Prefix { get; }

    /// <summary>How many digits the running number has; zero for a serial that does not end in digits.</summary>
    public int Width { get; }

    /// <summary>The first running number.</summary>
    public long First { get; }

    /// <summary>The last running number.</summary>
    public long Last { get; }

    /// <summary>How many certificates these are.</summary>
    public long Count => Last - First + 1;

    /// <summary>Reads one serial number, or the first and the last of a run with <c>..</c> between; the last may be its digits alone.</summary>
    public static bool TryParse(string text, out CertificateSerials serials)
    {
        ArgumentNullException.ThrowIfNull(text);
        serials = default;
        string[] ends = text.Trim().ToUpperInvariant().Split(Separator, StringSplitOptions.TrimEntries);
        if (ends.Length > 2 || ends.Any(e => e.Length == 0)) return false;
        (string prefix, string digits) = Split(ends[0]);
        long first = Number(digits);
        if (ends.Length == 1)
        {
            serials = new CertificateSerials(prefix, digits.Length, first, first);
            return true;
        }

        string last = ends[1].StartsWith(prefix, StringComparison.Ordinal) ? ends[1][prefix.Length..] : ends[1];
        if (digits.Length == 0 || last.Length != digits.Length || !last.All(char.IsAsciiDigit) || Number(last) < first) return false;
        serials = new CertificateSerials(prefix, digits.Length, first, Number(last));
        return true;
    }

    /// <summary>The serial numbers of a text.</summary>
    /// <exception cref="InputRefusedException">The text is no serial number and no run of them.</exception>
    public static CertificateSerials Parse(string text) => TryParse(text, out CertificateSerials serials) ? serials : throw new InputRefusedException(CheckText(text)!);

    /// <summary>What is wrong with a text that should be serial numbers; null when nothing is.</summary>
    public static Diagnostic? CheckText(string text) => TryParse(text, out _) ? null : Diagnostic.Error(FindingCode.SchemaInvalid, "The text is no serial number and no run of serial numbers.", "该文本不是序列号，也不是序列号区间。") with
    {
        Found = text,
        Expected = new Wording("one serial number, or a first and a last of equally many digits: GEC-2024-0001..0120", "一个序列号，或位数相同的首尾序列号：GEC-2024-0001..0120"),
    };

    /// <summary>Whether two runs share a certificate.</summary>
    public bool Overlaps(CertificateSerials other) => Prefix == other.Prefix && Width == other.Width && First <= other.Last && other.First <= Last;

    /// <summary>The serial number, or the first and the last.</summary>
    public override string ToString() => First == Last ? Prefix + Digits(First) : $"{Prefix}{Digits(First)}{Separator}{Digits(Last)}";

    private string Digits(long number) => Width == 0 ? string.Empty : number.ToString(CultureInfo.InvariantCulture).PadLeft(Width, '0');

    private static (string Prefix, string Digits) Split(string serial)
    {
        int start = serial.Length;
        while (start > 0 && serial.Length - start < MostDigits && char.IsAsciiDigit(serial[start - 1])) start--;
        return (serial[..start], serial[start..]);
    }

    private static long Number(string digits) => digits.Length == 0 ? 0 : long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
