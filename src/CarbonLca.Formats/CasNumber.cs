namespace CarbonLca.Formats;

/// <summary>CAS registry numbers.</summary>
internal static class CasNumber
{
    /// <summary>The number without leading zeros, for instance <c>124-38-9</c>; null when the text is none.</summary>
    /// <remarks>
    /// Up to seven digits, two digits, a check digit: the digits before it, counted from the right and multiplied by their
    /// place, sum to it modulo 10 (CAS, "Check Digit Verification of CAS Registry Numbers").
    /// </remarks>
    public static string? Normalize(string text)
    {
        string[] parts = text.Trim().Split('-');
        if (parts.Length != 3 || parts[1].Length != 2 || parts[2].Length != 1 || !parts.All(p => p.Length > 0 && p.All(char.IsAsciiDigit))) return null;
        string first = parts[0].TrimStart('0');
        if (first.Length is < 2 or > 7) return null;
        string digits = first + parts[1];
        int sum = 0;
        for (int i = 0; i < digits.Length; i++) sum += (digits[^(i + 1)] - '0') * (i + 1);
        return sum % 10 == parts[2][0] - '0' ? $"{first}-{parts[1]}-{parts[2]}" : null;
    }
}
