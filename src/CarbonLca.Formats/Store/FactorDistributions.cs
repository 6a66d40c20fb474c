using System.Collections.Immutable;
using CarbonLca.Formats.Columns;
using CarbonLca.Methods;
using CarbonLca.Model;

namespace CarbonLca.Formats.Store;

/// <summary>The distributions of characterisation factors, in tables of their own that exist only where some factor has one.</summary>
internal static class FactorDistributions
{
    private const int TruncationMask = 3;
    private const int MirroredFlag = 4;

    /// <summary>The tables of some methods; none where every factor is a fixed number.</summary>
    public static IEnumerable<KeyValuePair<string, ColumnTable>> Of(ImmutableArray<ImpactMethod> methods)
    {
        (int Factor, Uncertainty Uncertainty)[] all =
            [.. methods.SelectMany(m => m.Rows).Select((row, i) => (i, row.Uncertainty)).Where(row => row.Uncertainty.Kind != UncertaintyKind.None)];
        return all.Length == 0 ? [] : Tables(all);
    }

    /// <summary>The tables of some rows of factors and their distributions.</summary>
    public static IEnumerable<KeyValuePair<string, ColumnTable>> Tables((int Factor, Uncertainty Uncertainty)[] all)
    {
        (int Entry, double Value)[] values = [.. all.SelectMany((row, i) => row.Uncertainty.Values.Select(v => (i, v)))];
        return
        [
            new(StoreLayout.FactorDistributions, new TableBuilder(StoreLayout.FactorDistributions, all.Length)
                .Add("factor", "row of factors, ascending", (int[])[.. all.Select(r => r.Factor)])
                .Add("distribution", "as in exchanges, from 1", (byte[])[.. all.Select(r => (byte)r.Uncertainty.Kind)])
                .Add("scale", "as in exchanges, in the unit of the factor", (double[])[.. all.Select(r => r.Uncertainty.Scale)])
                .Add("shape", "as in distributions", (double[])[.. all.Select(r => r.Uncertainty.Shape)])
                .Add("minimum", "lower end or bound in the unit of the factor", (double[])[.. all.Select(r => r.Uncertainty.Minimum)])
                .Add("maximum", "upper end or bound in the unit of the factor", (double[])[.. all.Select(r => r.Uncertainty.Maximum)])
                .Add("flags", "bit 0 no value below the minimum, bit 1 none above the maximum, bit 2 opposite sign", (byte[])[.. all.Select(r => FlagsOf(r.Uncertainty))])
                .Word("group", "group of factors and exchanges that share a draw; missing where the factor has its own", [.. all.Select(r => r.Uncertainty.Group)])
                .ToTable()),
            new(StoreLayout.FactorValues, new TableBuilder(StoreLayout.FactorValues, values.Length)
                .Add("distribution", "row of factor_distributions, not falling", (int[])[.. values.Select(v => v.Entry)])
                .Add("value", "in the unit of the factor", (double[])[.. values.Select(v => v.Value)])
                .ToTable()),
        ];
    }

    /// <summary>The distributions by the row of factors; what they describe is checked by the method that takes them.</summary>
    /// <exception cref="Diagnostics.InputRefusedException">A row, a word or a flag is unknown, or rows do not ascend.</exception>
    public static Dictionary<int, Uncertainty> Read(IReadOnlyDictionary<string, StoreTable> tables)
    {
        if (!tables.TryGetValue(StoreLayout.FactorDistributions, out StoreTable? table)) return [];
        ReadOnlySpan<int> factor = table.AscendingIndices("factor", tables[StoreLayout.Factors].Rows, StoreLayout.Factors).Span;
        ReadOnlySpan<byte> kind = table.Words("distribution", (int)UncertaintyKinds.Last + 1).Span;
        ReadOnlySpan<double> scale = table.Float64("scale").Span;
        ReadOnlySpan<double> shape = table.Float64("shape").Span;
        ReadOnlySpan<double> minimum = table.Float64("minimum").Span;
        ReadOnlySpan<double> maximum = table.Float64("maximum").Span;
        ReadOnlySpan<byte> flags = table.Words("flags", (TruncationMask | MirroredFlag) + 1).Span;
        string?[] group = table.OptionalText("group");
        StoreTable valueTable = tables[StoreLayout.FactorValues];
        ReadOnlySpan<int> entry = valueTable.AscendingIndices("distribution", table.Rows, StoreLayout.FactorDistributions).Span;
        ReadOnlySpan<double> value = valueTable.Float64("value").Span;
        Dictionary<int, Uncertainty> found = [];
        int next = 0;
        for (int i = 0; i < factor.Length; i++)
        {
            int first = next;
            while (next < entry.Length && entry[next] == i) next++;
            Uncertainty uncertainty = new((UncertaintyKind)kind[i], scale[i], minimum[i], maximum[i])
            {
                Shape = shape[i],
                Truncation = (Truncation)(flags[i] & TruncationMask),
                IsMirrored = (flags[i] & MirroredFlag) != 0,
                Group = group[i],
                Values = [.. value[first..next]],
            };
            if (!found.TryAdd(factor[i], uncertainty)) throw table.Fault("factor", $"row {i} gives factor {factor[i]} a second distribution", $"第 {i} 行为因子 {factor[i]} 给出第二个分布");
        }

        return found;
    }

    private static byte FlagsOf(Uncertainty uncertainty) => (byte)((byte)uncertainty.Truncation | (uncertainty.IsMirrored ? MirroredFlag : 0));
}
