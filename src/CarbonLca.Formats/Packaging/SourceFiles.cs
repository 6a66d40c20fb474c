using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Packaging;

/// <summary>The files of a source, whether they lie in a folder or in a zip archive.</summary>
/// <remarks>
/// Paths are relative, use <c>/</c>, and stay inside the source: an entry that tries to leave it is refused at opening.
/// Reading counts what it expands and stops at the limits of <see cref="SourceLimits"/>, whatever the archive's directory claims.
/// Hidden files and <c>__MACOSX</c> are left out; an archive inside the source is a file like any other.
/// <see cref="SourceOpener"/> opens a source; several threads may read from it.
/// </remarks>
public abstract class SourceFiles : IDisposable
{
    /// <summary>The source as the user named it.</summary>
    public abstract string Name { get; }

    /// <summary>The one folder in which all files of the source lie and which their paths leave out; null when there is none.</summary>
    public virtual string? TopFolder => null;

    /// <summary>The relative paths of all files, ascending (ordinal).</summary>
    public abstract IReadOnlyList<string> Paths { get; }

    /// <summary>The files read so far with their digests, ascending by path.</summary>
    public abstract IReadOnlyList<SourceDigest> Digests { get; }

    /// <summary>Whether a file exists.</summary>
    public abstract bool Contains(string path);

    /// <summary>The whole content of a file.</summary>
    /// <exception cref="InputRefusedException">The file does not exist, its archive is damaged, or it is not what it claims.</exception>
    /// <exception cref="LimitExceededException">It expands beyond the limits.</exception>
    public abstract byte[] ReadAll(string path);

    /// <summary>The first bytes of a file, for recognising formats; does not enter <see cref="Digests"/>.</summary>
    public abstract byte[] ReadHead(string path, int count);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the source holds open.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
