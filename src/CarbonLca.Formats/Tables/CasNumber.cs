namespace CarbonLca.Formats.Tables;

/// <summary>CAS registry numbers: two to seven digits, two digits, a check digit.</summary>
internal static class CasNumber
{
    /// <summary>The number without leading zeros, or false when it is none: the check digit is Σ i·digitᵢ mod 10, counted from the right.</summary>
    public static bool TryNormalize(string text, out string cas)
    {
        cas = text.Trim().TrimStart('0');
        string[] parts = cas.Split('-');
        if (parts.Length != 3 || parts[0].Length is < 2 or > 7 || parts[1].Length != 2 || parts[2].Length != 1) return false;
        string digits = parts[0] + parts[1];
        if (!digits.All(char.IsAsciiDigit) || !char.IsAsciiDigit(parts[2][0])) return false;
        int sum = 0;
        for (int i = 0; i < digits.Length; i++) sum += (digits[^(i + 1)] - '0') * (i + 1);
        return sum % 10 == parts[2][0] - '0';
    }
}
