using CarbonLca.Diagnostics;

namespace CarbonLca.Cli.Console;

/// <summary>The command line asks for something that does not exist.</summary>
internal sealed class UsageException(Diagnostic error) : Exception(error.ToString())
{
    /// <summary>What is wrong.</summary>
    public Diagnostic Error { get; } = error;

    /// <summary>A file or folder that does not exist.</summary>
    public static UsageException NoSuchFile(string path) => new(Diagnostic.Error(
        FindingCode.UnknownName,
        $"There is no file or folder '{path}'.",
        $"不存在文件或文件夹 '{path}'。"));
}
