using System.CommandLine;
using CarbonLca.Cli.Commands;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;

namespace CarbonLca.Cli;

/// <summary>The command <c>carbonlca</c>: parses arguments, calls the engine, prints.</summary>
internal static class CommandLineApp
{
    private const string Description = """
        CarbonLca computes product carbon footprints (产品碳足迹) from life cycle inventories.

        Data go to standard output, findings to standard error. Exit codes: 0 done, 1 bug or I/O, 2 usage,
        3 input refused, 4 partly done, 5 gate failed, 6 numerical refusal, 7 resource limit, 130 interrupted.
        """;

    /// <summary>Runs one command line as if into a pipe.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error) =>
        Run(arguments, output, error, TerminalFacts.Pipe, CancellationToken.None);

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The arguments after the command's own name.</param>
    /// <param name="output">Where data go.</param>
    /// <param name="error">Where findings go.</param>
    /// <param name="terminal">What <paramref name="output"/> is.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter error, TerminalFacts terminal, CancellationToken cancellation)
    {
        output.NewLine = "\n";
        error.NewLine = "\n";
        ParseResult parsed = CreateRoot().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0) return RefuseUsage(parsed, [.. parsed.Errors.Select(UsageText.Of)], error);
        if (parsed.Action is null && parsed.CommandResult.Command is SessionCommand command)
        {
            Wording[] misuses = [.. command.Misuses(parsed)];
            return misuses.Length > 0 ? RefuseUsage(parsed, misuses, error) : Run(command, new Session(parsed, [.. arguments], terminal, cancellation), output, error);
        }

        return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
    }

    private static RootCommand CreateRoot()
    {
        RootCommand root = new(Description)
        {
            new InitCommand(),
            new DemoCommand(),
            new RunCommand(),
            new ReportCommand(),
            new QualityCommand(),
            new BundleCommand(),
            new VerifyCommand(),
            new ReplayCommand(),
            new McCommand(),
            new SensitivityCommand(),
            new TornadoCommand(),
            new WhatIfCommand(),
            new CompareCommand(),
            new DiffCommand(),
            new CheckCommand(),
            new ImportCommand(),
            new InfoCommand(),
            new ExportCommand(),
            new FootprintCommand(),
            new ExplainCommand(),
            new MethodsCommand(),
            new DoctorCommand(),
            new BenchCommand(),
            new VersionCommand(),
        };
        foreach (Option option in CommonOptions.All) root.Add(option);
        return root;
    }

    private static int RefuseUsage(ParseResult parsed, Wording[] faults, TextWriter error)
    {
        Language language = UsageText.LanguageOf(parsed);
        foreach (string fault in faults.Select(f => f.In(language)).Distinct(StringComparer.Ordinal)) error.WriteLine($"carbonlca: error Usage: {fault}");
        string command = parsed.CommandResult.Command is RootCommand ? string.Empty : $" {parsed.CommandResult.Command.Name}";
        error.WriteLine(new Wording($"See 'carbonlca{command} --help'.", $"参见 'carbonlca{command} --help'。").In(language));
        return ExitCodes.Usage;
    }

    private static int Run(SessionCommand command, Session session, TextWriter output, TextWriter error)
    {
        int exitCode = Execute(command, session);
        try
        {
            session.Close(exitCode, output, error);
        }
        catch (OutputFileException failure)
        {
            error.WriteLine($"carbonlca: error Io: {failure.Sentence.In(session.Language)}");
            return ExitCodes.Failed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"carbonlca: error Io: {failure.Message}");
            return ExitCodes.Failed;
        }

        return exitCode;
    }

    private static int Execute(SessionCommand command, Session session)
    {
        try
        {
            return command.Execute(session);
        }
        catch (UsageException usage)
        {
            return session.Refuse([usage.Error], ExitCodes.Usage);
        }
        catch (RefusalException refusal)
        {
            return session.Refuse(refusal.Findings, ExitCodes.Of(refusal.Kind, refusal.Findings));
        }
        catch (OperationCanceledException)
        {
            string sentence = session.StateFile is { } state
                ? session.T($"Interrupted; nothing was written but '{state}', from which the same command goes on.", $"已中断；除 '{state}' 外未写入任何内容，再次执行同一命令即从该处继续。")
                : session.T("Interrupted; nothing was written.", "已中断；未写入任何内容。");
            return session.Fail("Interrupted", sentence, null, ExitCodes.Interrupted);
        }
        catch (OutputFileException failure)
        {
            return session.Fail("Io", failure.Sentence.In(session.Language), failure, ExitCodes.Failed);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return session.Fail("Io", failure.Message, failure, ExitCodes.Failed);
        }
        catch (OutOfMemoryException failure)
        {
            return session.Fail("Resource", session.T("The memory does not suffice.", "内存不足。"), failure, ExitCodes.Resource);
        }
        catch (Exception failure)
        {
            string hint = session.T("This is a fault of the program; --verbose shows where.", "这是程序错误；--verbose 可显示位置。");
            return session.Fail("Internal", $"{failure.Message} {hint}", failure, ExitCodes.Failed);
        }
    }
}
