using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Tables;

/// <summary>Numbers as tables write them: ASCII digits, a decimal point, no thousands separators, finite.</summary>
internal static class NumberText
{
    /// <summary>Why a text is no number.</summary>
    public enum Fault
    {
        /// <summary>It is one.</summary>
        None,

        /// <summary>It has a comma.</summary>
        Comma,

        /// <summary>It has digits that are not ASCII.</summary>
        OtherDigits,

        /// <summary>It is a formula.</summary>
        Formula,

        /// <summary>It is a spreadsheet's error value.</summary>
        SpreadsheetError,

        /// <summary>It is a number followed by something, such as a unit.</summary>
        Trailing,

        /// <summary>It names no finite number.</summary>
        NotFinite,

        /// <summary>It is larger than a double can be.</summary>
        TooLarge,

        /// <summary>It is not zero, and smaller than a double can be.</summary>
        TooSmall,

        /// <summary>It is something else.</summary>
        Other,
    }

    /// <summary>Reads a trimmed text.</summary>
    public static Fault Parse(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        int end = 0;
        bool hasDigit = false;
        bool isNonZero = false;
        bool inMantissa = true;
        while (end < text.Length)
        {
            char c = text[end];
            if (char.IsAsciiDigit(c))
            {
                hasDigit = true;
                isNonZero |= inMantissa && c != '0';
            }
            else if (c is 'e' or 'E' && hasDigit && inMantissa)
            {
                inMantissa = false;
            }
            else if (!(c == '.' || (c is '+' or '-' && (end == 0 || text[end - 1] is 'e' or 'E'))))
            {
                break;
            }

            end++;
        }

        if (end < text.Length || !hasDigit) return Explain(text, hasDigit);
        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)) return Fault.Other;
        if (!double.IsFinite(value)) return Fault.TooLarge;
        return value == 0 && isNonZero ? Fault.TooSmall : Fault.None;
    }

    /// <summary>The finding's code, what is expected, and what to do.</summary>
    public static (FindingCode Code, Wording Expected, Wording Next) Explain(Fault fault)
    {
        Wording number = new("a number such as 1234.5", "数值，例如 1234.5");
        Wording finite = new("a finite number", "有限的数值");
        return fault switch
        {
            Fault.Comma => (FindingCode.NotANumber, number, new Wording("Write a decimal point and no thousands separators.", "请使用小数点，不要使用千位分隔符。")),
            Fault.OtherDigits => (FindingCode.NotANumber, number, new Wording("Write the digits 0 to 9 and the signs in half width.", "请使用半角数字 0–9 和半角符号。")),
            Fault.Formula => (FindingCode.NotANumber, number, new Wording("Save the value instead of the formula.", "请保存数值而不是公式。")),
            Fault.SpreadsheetError => (FindingCode.NotANumber, number, new Wording("Correct the cell in the spreadsheet and save the table again.", "请在电子表格中更正该单元格并重新保存。")),
            Fault.Trailing => (FindingCode.NotANumber, number, new Wording("Write the number alone; a unit belongs into the column 'unit'.", "请只写数值，单位请写入 'unit' 列。")),
            Fault.NotFinite => (FindingCode.NotFinite, finite, new Wording("Write the measured or estimated number; a missing one is not a zero.", "请填写实测或估计的数值；缺失不等于零。")),
            Fault.TooLarge => (FindingCode.NotFinite, new Wording("a number below 1.8e308", "小于 1.8e308 的数值"), new Wording("Correct the exponent.", "请更正指数。")),
            Fault.TooSmall => (FindingCode.OutOfRange, new Wording("zero, or a number above 4.9e-324", "零，或大于 4.9e-324 的数值"), new Wording("Correct the exponent.", "请更正指数。")),
            _ => (FindingCode.NotANumber, number, new Wording("Write a number.", "请填写数值。")),
        };
    }

    private static Fault Explain(ReadOnlySpan<char> text, bool hasDigit)
    {
        ReadOnlySpan<char> unsigned = text.TrimStart("+-");
        if (unsigned.Equals("nan", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase)
            || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase) || unsigned is "∞") return Fault.NotFinite;
        if (text[0] == '=') return Fault.Formula;
        if (text[0] == '#') return Fault.SpreadsheetError;
        foreach (char c in text)
            if (c > '\x7f' && (char.IsDigit(c) || c is '．' or '，' or '－' or '−')) return Fault.OtherDigits;
        if (text.Contains(',')) return Fault.Comma;
        return hasDigit ? Fault.Trailing : Fault.Other;
    }
}
