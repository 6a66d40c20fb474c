using System.Text;
using CarbonLca.Diagnostics;

namespace CarbonLca.Cli.Console;

/// <summary>Writes files so that others see the old one or the whole new one, never half of it.</summary>
internal static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The bytes a text is written as.</summary>
    public static byte[] BytesOf(string text) => Utf8.GetBytes(text);

    /// <summary>Writes bytes.</summary>
    /// <exception cref="OutputFileException">The file cannot be written.</exception>
    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Writes beside the target under a name that ends in <c>.partial</c>, flushes to the disk, and renames.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="OutputFileException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write) => Guarded(path, (target, partial) =>
    {
        using (FileStream stream = new(partial, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, target, overwrite: true);
    });

    /// <summary>Refuses a target that could not be written, before work is done for it.</summary>
    /// <exception cref="OutputFileException">The file cannot be written.</exception>
    public static void EnsureWritable(string path) => Guarded(path, static (_, partial) => new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None).Dispose());

    private static void Guarded(string path, Action<string, string> act)
    {
        string target = Path.GetFullPath(path);
        if (Directory.Exists(target)) throw OutputFileException.At(path, new Wording("it is a folder", "它是一个文件夹"));
        if (IsDevice(target)) throw OutputFileException.At(path, new Wording("it is a device", "它是一个设备"));
        string folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder)) throw OutputFileException.At(path, new Wording($"there is no folder '{folder}'", $"不存在文件夹 '{folder}'"));
        string partial = target + ".partial";
        try
        {
            act(target, partial);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw OutputFileException.Of(path, failure);
        }
        finally
        {
            if (File.Exists(partial)) File.Delete(partial);
        }
    }

    // A device would be replaced by a file of its name, for every process of the machine. Shared memory holds files like any folder.
    private static bool IsDevice(string target) =>
        !OperatingSystem.IsWindows()
        && (target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal))
        && !target.StartsWith("/dev/shm/", StringComparison.Ordinal);
}
