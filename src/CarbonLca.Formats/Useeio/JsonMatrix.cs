using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Tables;

namespace CarbonLca.Formats.Useeio;

/// <summary>A dense matrix, row after row.</summary>
internal sealed class JsonMatrix
{
    // Finding the line of a fault reads the file from its start.
    private const int MostFaults = 100;

    private readonly double[] _values;

    private JsonMatrix(int columns, double[] values)
    {
        Columns = columns;
        _values = values;
    }

    public int Columns { get; }

    public ReadOnlySpan<double> Values => _values;

    public ReadOnlySpan<double> Row(int row) => _values.AsSpan(row * Columns, Columns);

    /// <summary>How many entries are not zero.</summary>
    public int NonZeros => _values.Length - _values.AsSpan().Count(0.0);

    /// <summary>Reads a JSON array of rows of numbers; null when it is at fault, which is reported with every place.</summary>
    /// <param name="source">The package.</param>
    /// <param name="file">The file.</param>
    /// <param name="rows">What the rows stand for.</param>
    /// <param name="columns">What the columns stand for.</param>
    /// <param name="findings">Takes the faults.</param>
    public static JsonMatrix? Read(SourceFiles source, string file, MatrixSide rows, MatrixSide columns, FindingList findings)
    {
        try
        {
            return JsonCursor.Open(source, file, findings) is { } bytes ? Read(bytes, file, rows, columns, findings) : null;
        }
        catch (InputRefusedException refusal)
        {
            findings.AddRange(refusal.Findings);
            return null;
        }
    }

    private static JsonMatrix? Read(byte[] bytes, string file, MatrixSide rows, MatrixSide columns, FindingList findings)
    {
        Wording structure = new("a list of rows of numbers", "由数值行组成的列表");
        List<double> values = []; // grows with what is there, whatever size the lists claim
        int faults = 0;
        int row = 0;
        Utf8JsonReader reader = JsonCursor.Start(bytes);
        JsonCursor.Expect(ref reader, bytes, file, JsonTokenType.StartArray, structure);
        for (; JsonCursor.Next(ref reader, bytes, file) && reader.TokenType != JsonTokenType.EndArray; row++)
        {
            int rowStart = (int)reader.TokenStartIndex;
            if (reader.TokenType != JsonTokenType.StartArray) throw Structure(ref reader, bytes, file, $"$[{row}]", structure);
            int column = 0;
            for (; JsonCursor.Next(ref reader, bytes, file) && reader.TokenType != JsonTokenType.EndArray; column++)
            {
                if (reader.TokenType != JsonTokenType.Number) throw Structure(ref reader, bytes, file, $"$[{row}][{column}]", structure);
                if (TryNumber(ref reader, out double value, out FindingCode code))
                {
                    values.Add(value);
                    continue;
                }

                CountFault(ref faults, file);
                findings.Add(Diagnostic.Error(code, $"The entry of {rows.NameOf(row)} and {columns.NameOf(column)} in '{file}' is not a finite number.", $"'{file}' 中 {rows.NameOf(row)} 与 {columns.NameOf(column)} 的元素不是有限的数值。") with
                {
                    Where = JsonCursor.At(bytes, file, (int)reader.TokenStartIndex, $"$[{row}][{column}]"),
                    Found = JsonCursor.Token(ref reader),
                    Expected = new Wording("a finite number", "有限的数值"),
                });
            }

            if (column == columns.Count) continue;
            CountFault(ref faults, file);
            findings.Add(Diagnostic.Error(FindingCode.SchemaInvalid, $"The row of {rows.NameOf(row)} in '{file}' does not have one entry for each of {columns.File}.", $"'{file}' 中 {rows.NameOf(row)} 的行与 {columns.File} 的数目不符。") with
            {
                Where = JsonCursor.At(bytes, file, rowStart, $"$[{row}]"),
                Found = $"{column}",
                Expected = new Wording($"{columns.Count} numbers", $"{columns.Count} 个数值"),
            });
        }

        JsonCursor.Next(ref reader, bytes, file); // nothing may follow
        if (row != rows.Count)
        {
            faults++;
            findings.Add(Diagnostic.Error(FindingCode.SchemaInvalid, $"'{file}' does not have one row for each of {rows.File}.", $"'{file}' 的行数与 {rows.File} 的数目不符。") with
            {
                Where = new SourcePosition(file),
                Found = $"{row}",
                Expected = new Wording($"{rows.Count} rows", $"{rows.Count} 行"),
            });
        }

        return faults == 0 ? new JsonMatrix(columns.Count, [.. values]) : null;
    }

    private static void CountFault(ref int faults, string file)
    {
        if (++faults <= MostFaults) return;
        throw new InputRefusedException(Diagnostic.Error(FindingCode.LimitExceeded, $"'{file}' has more than {MostFaults} faults; the rest of it was not read.", $"'{file}' 的问题超过 {MostFaults} 处，其余部分未读取。") with
        {
            Where = new SourcePosition(file),
            Next = new Wording("Correct the faults listed and read the source again.", "请先更正已列出的问题，然后重新读取。"),
        });
    }

    private static bool TryNumber(ref Utf8JsonReader reader, out double value, out FindingCode code)
    {
        code = FindingCode.NotFinite;
        if (!reader.TryGetDouble(out value) || !double.IsFinite(value)) return false;
        if (value != 0 || reader.ValueSpan.Length == 1) return true;
        Span<char> text = stackalloc char[Math.Min(reader.ValueSpan.Length, 64)];
        for (int i = 0; i < text.Length; i++) text[i] = (char)reader.ValueSpan[i];
        code = FindingCode.OutOfRange;
        return NumberText.Parse(text, out _) != NumberText.Fault.TooSmall;
    }

    private static InputRefusedException Structure(ref Utf8JsonReader reader, byte[] bytes, string file, string path, Wording structure) =>
        new(Diagnostic.Error(FindingCode.SchemaInvalid, $"'{file}' does not have the expected structure.", $"'{file}' 的结构不符。") with
        {
            Where = JsonCursor.At(bytes, file, (int)reader.TokenStartIndex, path),
            Found = JsonCursor.Token(ref reader),
            Expected = structure,
        });
}

/// <summary>What the rows or the columns of a matrix stand for.</summary>
/// <param name="File">The file that lists them.</param>
/// <param name="Names">Their names in the order of the matrix.</param>
internal sealed record MatrixSide(string File, string[] Names)
{
    public int Count => Names.Length;

    /// <summary>A name for messages, also for an index beyond the list.</summary>
    public string NameOf(int index) => index < Names.Length ? $"'{Names[index]}'" : $"entry {index} beyond {File}";
}
