using System.Globalization;
using System.Text;

namespace CarbonLca.Diagnostics;

/// <summary>Where in the input something was found.</summary>
/// <param name="File">The file, as the user named it or as its archive names it.</param>
/// <param name="Line">The line, counted from 1; null where the format has no lines.</param>
/// <param name="Column">The character in the line, counted from 1; null where unknown.</param>
/// <param name="Path">The item inside the document: a JSON path, a cell, a column name; null where unknown.</param>
public sealed record SourcePosition(string File, int? Line = null, int? Column = null, string? Path = null)
{
    /// <summary><c>file(line,column) path</c>, leaving out what is not known.</summary>
    public override string ToString()
    {
        StringBuilder text = new(File);
        if (Line is { } line)
        {
            text.Append(CultureInfo.InvariantCulture, $"({line}");
            if (Column is { } column) text.Append(CultureInfo.InvariantCulture, $",{column}");
            text.Append(')');
        }

        if (Path is not null) text.Append(' ').Append(Path);
        return text.ToString();
    }
}
