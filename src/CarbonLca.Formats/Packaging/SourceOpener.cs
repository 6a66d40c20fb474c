using CarbonLca.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace CarbonLca.Formats.Packaging;

/// <summary>Opens a source of inventory data: a folder, or a zip archive recognised by its bytes.</summary>
public static class SourceOpener
{
    /// <summary>Opens a folder or an archive and checks every name in it.</summary>
    /// <param name="path">The folder or the archive.</param>
    /// <param name="limits">How much it may contain; <see cref="SourceLimits.Default"/> unless given.</param>
    /// <returns>Its files; the caller disposes them.</returns>
    /// <remarks>
    /// When all files lie under one top folder, paths begin below it and <see cref="SourceFiles.TopFolder"/> names it.
    /// An archive is refused as a whole when one of its names would leave the folder it is unpacked to, when two names are
    /// equal but for case or Unicode normal form, when its parts overlap or are missing, or when it is encrypted.
    /// </remarks>
    /// <exception cref="InputRefusedException">Nothing is there, or it is neither a folder nor an archive, or it is damaged or unsafe.</exception>
    /// <exception cref="LimitExceededException">It contains more than the limits allow.</exception>
    public static SourceFiles Open(string path, SourceLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        SourceLimits allowed = limits ?? SourceLimits.Default;
        if (Directory.Exists(path)) return FolderSource.Open(path, allowed);
        if (!File.Exists(path))
        {
            throw new InputRefusedException(Diagnostic.Error(
                FindingCode.UnknownName,
                $"There is no file or folder '{path}'.",
                $"不存在文件或文件夹 '{path}'。"));
        }

        SafeFileHandle handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        try
        {
            return ZipSource.Open(path, handle, allowed);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
