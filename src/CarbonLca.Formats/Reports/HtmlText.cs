using System.Text;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Reports;

/// <summary>Texts inside HTML: nothing of an input becomes markup (S08).</summary>
internal static class HtmlText
{
    /// <summary>A text between tags; control characters are made visible.</summary>
    public static string Of(string text)
    {
        StringBuilder escaped = new(text.Length + 16);
        foreach (char c in VisibleText.Of(text))
        {
            escaped.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => null,
            } ?? c.ToString());
        }

        return escaped.ToString();
    }

    /// <summary>A text inside a quoted attribute.</summary>
    public static string Attribute(string text) => Of(text);
}
