using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.Useeio;

/// <summary>Environmentally extended input-output models as the USEEIO project publishes them: lists and matrices in JSON.</summary>
/// <remarks>
/// <para>
/// <c>sectors.json</c>, <c>indicators.json</c> and <c>flows.json</c> list the rows and columns by their <c>index</c>;
/// <c>matrix/A.json</c> is direct requirements (sector × sector), <c>B</c> direct emissions (flow × sector), <c>C</c> factors
/// (indicator × flow), <c>D</c> = C·B direct impacts (indicator × sector), <c>N</c> = D·(I − A)⁻¹ total impacts, <c>L</c> the
/// inverse. Everything is per unit of money of a sector's output.
/// </para>
/// <para>
/// A sector becomes a process with the same id as its product: one output of 1, and its column of A as inputs, its own use
/// included. With B and C every flow becomes an elementary flow and the indicators one method; without them every indicator
/// becomes an elementary flow <c>useeio:CODE</c> with the factor 1, so that D is what a process emits. Resources are inputs with
/// positive amounts; their factors have no direction of their own, so that C·B is D exactly as published.
/// </para>
/// <para>N is kept as <see cref="LciPackage.PublishedTotals"/>.</para>
/// </remarks>
public sealed class UseeioFormat : ILciFormat
{
    /// <inheritdoc/>
    public string Id => "useeio";

    /// <inheritdoc/>
    public string Name => "USEEIO model package (JSON matrices)";

    /// <summary>Whether the list of sectors is there, with the indicators or the requirements.</summary>
    public bool Recognizes(SourceFiles source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Contains(UseeioReader.SectorsFile) && (source.Contains(UseeioReader.IndicatorsFile) || source.Contains(UseeioReader.MatrixA));
    }

    /// <inheritdoc/>
    public LciPackage Read(SourceFiles source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        FindingList findings = new();
        LciPackage package = new() { Format = Id };
        try
        {
            package = new UseeioReader(source, findings, cancellation).Read() with { Format = Id };
        }
        catch (RefusalException refusal)
        {
            findings.AddRange(refusal.Findings);
        }

        return package with { Findings = findings.ToImmutable(), Sources = [.. source.Digests] };
    }
}
