using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats;

/// <summary>One kind of source that can be imported.</summary>
public interface ILciFormat
{
    /// <summary>The format's short name, for instance <c>olca-jsonld</c>.</summary>
    string Id { get; }

    /// <summary>The format's full name.</summary>
    string Name { get; }

    /// <summary>Whether the files look like this format; decided from names and first bytes only.</summary>
    bool Recognizes(SourceFiles source);

    /// <summary>Reads a source. Never throws for what the source contains: everything wrong is a finding of the package.</summary>
    /// <param name="source">The files; the caller disposes them.</param>
    /// <param name="cancellation">Stops reading.</param>
    LciPackage Read(SourceFiles source, CancellationToken cancellation = default);
}
