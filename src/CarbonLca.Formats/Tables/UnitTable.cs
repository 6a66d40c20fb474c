using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Tables;

/// <summary>The units of a table set: those of the table <c>units</c>, then those of <see cref="UnitCatalog"/>.</summary>
internal sealed class UnitTable
{
    // Looking for the unit that was meant costs more than reading a row.
    private const int MostSuggestions = 1000;

    private readonly Suggestions _suggestions = new();
    private readonly Dictionary<string, Unit> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _near = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Unit> _cache = new(StringComparer.Ordinal);

    /// <summary>Reads the table <c>units</c>: units that the catalogue does not know, or knows otherwise.</summary>
    public void Read(SourceTable table)
    {
        List<(string Unit, decimal Factor, string Of, SourcePosition Where)> derived = [];
        while (table.Next())
        {
            string symbol = table.Required("unit");
            string? of = table.Word("of");
            decimal factor = Factor(table, of);
            if (!table.IsRowGood) continue;
            if (_own.ContainsKey(symbol) || derived.Exists(d => d.Unit == symbol))
            {
                table.Fault("unit", FindingCode.Duplicate, $"The unit '{symbol}' is defined twice.", $"单位 '{symbol}' 被定义两次。", symbol);
            }
            else if (of is null)
            {
                _own.Add(symbol, Unit.Opaque(symbol, table.Word("group") ?? "own"));
            }
            else
            {
                derived.Add((symbol, factor, of, table.Position("of")));
            }
        }

        Derive(table, derived);
    }

    /// <summary>The unit of a cell that must be filled; null when there is none, which is reported.</summary>
    public Unit? Get(SourceTable table, string column)
    {
        string text = table.Required(column);
        if (text.Length == 0) return null;
        if (TryParse(text) is { } unit) return unit;
        table.Fault(column, FindingCode.UnknownUnit, $"'{text}' is not a known unit.", $"未知单位 '{text}'。", text, null, Suggest(text));
        return null;
    }

    private static decimal Factor(SourceTable table, string? of)
    {
        string? text = table.Word("factor");
        if (of is null)
        {
            if (text is not null)
            {
                table.Fault("of", FindingCode.MissingField, "A factor needs the unit it counts, in the column 'of'.", "有换算系数时，必须在 'of' 列写明所换算的单位。", null, null,
                    new Wording("Name a known unit in 'of', or leave 'factor' empty for a unit that converts to no other.", "请在 'of' 列填写已知单位；若该单位不可换算，请将 'factor' 留空。"));
            }

            return 1m;
        }

        if (text is null)
        {
            table.Required("factor");
            return 1m;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal factor) && factor > 0) return factor;
        table.Fault("factor", FindingCode.OutOfRange, "A conversion factor must be a decimal number above zero.", "换算系数必须是大于零的十进制数。", text);
        return 1m;
    }

    private void Derive(SourceTable table, List<(string Unit, decimal Factor, string Of, SourcePosition Where)> derived)
    {
        List<Unit> found = [];
        foreach ((string symbol, decimal factor, string of, SourcePosition where) in derived)
        {
            if (TryParse(of) is not { } known)
            {
                table.Report(Diagnostic.Error(FindingCode.UnknownUnit, $"The unit '{symbol}' is defined by '{of}', which is not a known unit.", $"单位 '{symbol}' 由未知单位 '{of}' 定义。") with
                {
                    Where = where,
                    Found = of,
                    Next = Suggest(of),
                });
                continue;
            }

            try
            {
                decimal product = factor * known.Factor;
                if (product > 0) found.Add(new Unit(symbol, known.Dimension, product));
                else throw new OverflowException();
            }
            catch (OverflowException)
            {
                table.Report(Diagnostic.Error(FindingCode.OutOfRange, $"The unit '{symbol}' is too large or too small to be computed with.", $"单位 '{symbol}' 过大或过小，无法计算。") with { Where = where });
            }
        }

        foreach (Unit unit in found) _own.Add(unit.Symbol, unit);
        _cache.Clear();
    }

    private Unit? TryParse(string text)
    {
        if (_own.TryGetValue(text, out Unit? unit) || _cache.TryGetValue(text, out unit)) return unit;
        if (!UnitCatalog.TryParse(text, out unit)) return null;
        _cache.Add(text, unit);
        return unit;
    }

    private string? CatalogueSuggestion(string text)
    {
        if (_near.TryGetValue(text, out string? near)) return near;
        if (_near.Count < MostSuggestions) _near.Add(text, near = UnitCatalog.ClosestTo(text));
        return near;
    }

    private Wording Suggest(string text) => (_suggestions.ClosestTo(text, [.. _own.Keys.Order(StringComparer.Ordinal)]) ?? CatalogueSuggestion(text)) is { } near
        ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。")
        : new Wording("Write a known unit, or define this one in units.csv.", "请填写已知单位，或在 units.csv 中定义该单位。");
}
