namespace CarbonLca.TestSupport;

/// <summary>Files of the source tree the tests were built from.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    /// <summary>The path of a file or folder, which must exist.</summary>
    /// <param name="relative">The path inside the repository, with <c>/</c>.</param>
    public static string Path(string relative)
    {
        string path = System.IO.Path.Combine(Root, relative.Replace('/', System.IO.Path.DirectorySeparatorChar));
        Assert.True(File.Exists(path) || Directory.Exists(path), $"The repository has no '{relative}'.");
        return path;
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "CarbonLca.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"No CarbonLca.sln above '{AppContext.BaseDirectory}'; the tests read the source tree they were built from.");
    }
}
