using System.Diagnostics;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Reports;

/// <summary>Prints the HTML of a report as PDF with a Chromium that is installed on the machine.</summary>
/// <remarks>The page is printed from a file of its own, without network; the PDF carries the time of printing, so that two of them differ in bytes.</remarks>
public static class PdfPrinter
{
    private const string Variable = "CARBONLCA_CHROMIUM";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "chrome"];

    /// <summary>The browser: what the variable CARBONLCA_CHROMIUM names, else the first found on the path; null when there is none.</summary>
    public static string? FindBrowser()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return File.Exists(named) ? named : null;
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string ending = OperatingSystem.IsWindows() ? ".exe" : string.Empty;
        return Names.SelectMany(_ => folders, (name, folder) => Path.Combine(folder, name + ending)).FirstOrDefault(File.Exists);
    }

    /// <summary>Prints a page.</summary>
    /// <param name="html">The page.</param>
    /// <param name="cancellation">Stops the browser.</param>
    /// <exception cref="InputRefusedException">There is no browser, or it printed nothing.</exception>
    public static byte[] Print(string html, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(html);
        string browser = FindBrowser() ?? throw new InputRefusedException(Refusal("No Chromium is installed, which prints PDF.", "未安装用于生成 PDF 的 Chromium。"));
        string folder = Directory.CreateTempSubdirectory("carbonlca-pdf-").FullName;
        try
        {
            string page = Path.Combine(folder, "report.html");
            string pdf = Path.Combine(folder, "report.pdf");
            File.WriteAllText(page, html);
            ProcessStartInfo start = new(browser) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
            foreach (string argument in (string[])["--headless", "--disable-gpu", "--no-pdf-header-footer", $"--user-data-dir={Path.Combine(folder, "profile")}", $"--print-to-pdf={pdf}"]) start.ArgumentList.Add(argument);

            // The administrator cannot use the browser's own sandbox; the page has no script and opens no address.
            if (Environment.UserName == "root") start.ArgumentList.Add("--no-sandbox");
            start.ArgumentList.Add(new Uri(page).AbsoluteUri);
            Run(start, cancellation);
            return File.Exists(pdf) ? File.ReadAllBytes(pdf) : throw new InputRefusedException(Refusal($"'{browser}' printed no PDF.", $"'{browser}' 未能生成 PDF。"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(ProcessStartInfo start, CancellationToken cancellation)
    {
        using Process browser = Process.Start(start) ?? throw new InputRefusedException(Refusal($"'{start.FileName}' does not start.", $"'{start.FileName}' 无法启动。"));
        browser.OutputDataReceived += static (_, _) => { };
        browser.ErrorDataReceived += static (_, _) => { };
        browser.BeginOutputReadLine();
        browser.BeginErrorReadLine();
        using CancellationTokenRegistration stop = cancellation.Register(() => browser.Kill(entireProcessTree: true));
        if (!browser.WaitForExit(Patience)) browser.Kill(entireProcessTree: true);
        cancellation.ThrowIfCancellationRequested();
    }

    private static Diagnostic Refusal(string en, string zh) => Diagnostic.Error(FindingCode.MissingTool, en, zh) with
    {
        Next = new Wording(
            $"Install Chromium, name one in {Variable}, or write HTML and print it from a browser.",
            $"请安装 Chromium，或以 {Variable} 指定其路径；也可输出 HTML 后由浏览器打印。"),
    };
}
