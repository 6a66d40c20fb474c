using System.Text;

namespace CarbonLca.Cli.Console;

/// <summary>Writes files so that others see the old one or the whole new one, never half of it.</summary>
internal static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The bytes a text is written as.</summary>
    public static byte[] BytesOf(string text) => Utf8.GetBytes(text);

    /// <summary>Writes beside the target under a name that ends in <c>.partial</c>, flushes to the disk, and renames.</summary>
    public static void Write(string path, byte[] bytes)
    {
        string target = Path.GetFullPath(path);
        string partial = target + ".partial";
        try
        {
            using (FileStream stream = new(partial, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, target, overwrite: true);
        }
        finally
        {
            if (File.Exists(partial)) File.Delete(partial);
        }
    }
}
