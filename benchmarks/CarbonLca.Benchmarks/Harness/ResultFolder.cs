using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using CarbonLca.Benchmarks.Rivals;
using CarbonLca.Numerics.Sparse;
using MathNet.Numerics;

namespace CarbonLca.Benchmarks.Harness;

/// <summary>Where results are kept: <c>benchmarks/results/&lt;cpu&gt;/</c>, with the versions they were measured with.</summary>
internal static class ResultFolder
{
    /// <summary>Writes a result and the versions beside it; returns the file's place relative to the repository.</summary>
    public static string Write(string name, string markdown)
    {
        string folder = Path.Combine("benchmarks", "results", FolderName(CpuName()));
        string full = Path.Combine(RepositoryRoot(), folder);
        Directory.CreateDirectory(full);
        File.WriteAllText(Path.Combine(full, name), markdown.ReplaceLineEndings("\n"));
        File.WriteAllText(Path.Combine(full, "Versions.txt"), Versions());
        return Path.Combine(folder, name);
    }

    /// <summary>Replaces what stands between two marks of <c>benchmarks/README.md</c>.</summary>
    /// <param name="mark">The name of the marks.</param>
    /// <param name="markdown">What is to stand there.</param>
    public static void WriteReadme(string mark, string markdown)
    {
        string path = Path.Combine(RepositoryRoot(), "benchmarks", "README.md");
        string text = File.ReadAllText(path);
        string opening = $"<!-- {mark}: written by the command -->\n";
        string closing = $"<!-- /{mark} -->";
        int start = text.IndexOf(opening, StringComparison.Ordinal);
        int end = text.IndexOf(closing, StringComparison.Ordinal);
        if (start < 0 || end < start)
            throw new InvalidDataException($"'benchmarks/README.md' has no marks '{opening.TrimEnd()}' and '{closing}'; put them where the table belongs.");
        File.WriteAllText(path, $"{text[..(start + opening.Length)]}{markdown.ReplaceLineEndings("\n")}{text[end..]}");
    }

    /// <summary>Everything a reader needs to judge the figures, and nothing that names a machine.</summary>
    public static string Versions()
    {
        StringBuilder text = new();
        text.Append($"CPU            {CpuName()}, {Environment.ProcessorCount} logical processors, {Vectors()}\n");
        text.Append($"System         {RuntimeInformation.OSDescription.Split(' ')[0]} {RuntimeInformation.ProcessArchitecture}\n");
        text.Append($"Runtime        {RuntimeInformation.FrameworkDescription}\n");
        text.Append($"CarbonLca      {typeof(LuFactors).Assembly.GetName().Version?.ToString(3)}\n");
        text.Append($"MathNet        {typeof(Control).Assembly.GetName().Version?.ToString(3)}, managed provider\n");
        text.Append($"SuiteSparse    {(NativeSparse.Umfpack == 0 && NativeSparse.Klu == 0 ? "not on this machine" : NativeSparse.SuiteSparseVersion ?? "version not stated")} (UMFPACK, KLU)\n");
        text.Append($"BLAS           {NativeSparse.BlasDescription ?? "not OpenBLAS"}, one thread unless a result says two\n");
        return text.ToString();
    }

    /// <summary>The folder of the solution.</summary>
    public static string RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CarbonLca.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("No folder above this program holds CarbonLca.sln; run it from a clone of the repository.");
    }

    private static string Vectors() => Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "neither AVX2 nor AVX-512";

    private static string CpuName()
    {
        if (File.Exists("/proc/cpuinfo"))
        {
            string? line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
            if (line is not null)
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string FolderName(string cpu)
    {
        StringBuilder name = new();
        foreach (char c in cpu)
        {
            if (char.IsAsciiLetterOrDigit(c))
                name.Append(c);
            else if (name.Length > 0 && name[^1] != '.')
                name.Append('.');
        }
        return name.ToString().TrimEnd('.');
    }
}
