using System.Collections.Immutable;
using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Formats.Packaging;
using CarbonLca.Methods;
using CarbonLca.Reporting.Standards;

namespace CarbonLca.Formats.Bundled;

/// <summary>The data that comes with the program: methods, table sets and studies of the folder <c>datasets</c>.</summary>
/// <remarks>They are inside the assembly, so that the program finds them wherever it runs.</remarks>
public static class BundledData
{
    private static readonly ResourceBundle Bundle = new(typeof(BundledData).Assembly);

    /// <summary>The ids of the bundled methods, ascending (ordinal): the tables directly in <c>datasets/methods</c>.</summary>
    public static ImmutableArray<string> MethodIds => Bundle.MethodIds;

    /// <summary>The names of the bundled table sets, ascending: the folders of <c>datasets</c> with a <c>flows.csv</c>.</summary>
    public static ImmutableArray<string> TableSets => Bundle.TableSets;

    /// <summary>The ids of the bundled studies, in the order of <c>datasets/studies/order.csv</c>: the folders of <c>datasets/studies</c> with a <c>study.yaml</c>.</summary>
    public static ImmutableArray<string> Studies => Bundle.Studies;

    /// <summary>The bundled methods of GWP100, one for each set of the IPCC, the oldest first: AR4, AR5, AR6.</summary>
    public static ImmutableArray<ImpactMethod> GwpMethods => [.. MethodIds.Where(id => id.StartsWith("gwp100-", StringComparison.Ordinal)).Select(Method)];

    /// <summary>A bundled method; read once and then shared.</summary>
    /// <exception cref="InputRefusedException">There is no method of that name; the closest is suggested.</exception>
    public static ImpactMethod Method(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Bundle.Method(id);
    }

    /// <summary>The files of a bundled table set; the caller disposes them.</summary>
    /// <exception cref="InputRefusedException">There is no table set of that name; the closest is suggested.</exception>
    public static SourceFiles OpenTables(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Bundle.OpenTables(name);
    }

    /// <summary>The bundled electricity factors of <c>datasets/electricity</c>; read once and then shared.</summary>
    public static GridFactorTable ElectricityFactors => Bundle.ElectricityFactors;

    /// <summary>The bundled register of standards of <c>datasets/standards</c>; read once and then shared.</summary>
    public static StandardEditions Standards => Bundle.Standards;

    /// <summary>The bundled tables of <c>datasets/data-quality</c>; read once and then shared.</summary>
    public static DataQualityTables DataQuality => Bundle.DataQuality;

    /// <summary>The text of a bundled study.</summary>
    /// <exception cref="InputRefusedException">There is no study of that name; the closest is suggested.</exception>
    public static string StudyText(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Bundle.StudyText(id);
    }
}
