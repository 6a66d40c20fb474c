using CarbonLca.Diagnostics;

namespace CarbonLca.Cli.Console;

/// <summary>A file cannot be written where the command line wants it.</summary>
internal sealed class OutputFileException : IOException
{
    private OutputFileException(string path, Wording reason, Exception? cause)
        : base(TextOf(path, reason).En, cause)
    {
        Path = path;
        Sentence = TextOf(path, reason);
    }

    /// <summary>The file as the command line names it.</summary>
    public string Path { get; }

    /// <summary>What is wrong, and what to do.</summary>
    public Wording Sentence { get; }

    /// <summary>A place that cannot hold the file.</summary>
    public static OutputFileException At(string path, Wording reason) => new(path, reason, cause: null);

    /// <summary>What the operating system says.</summary>
    public static OutputFileException Of(string path, Exception cause) => new(path, Wording.Same(cause.Message.TrimEnd('.')), cause);

    private static Wording TextOf(string path, Wording reason) => new(
        $"'{path}' cannot be written: {reason.En}. Name a file in a folder that exists and can be written to.",
        $"无法写入 '{path}'：{reason.Zh}。请指定位于现有可写文件夹中的文件。");
}
