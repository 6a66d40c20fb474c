using CarbonLca.Cli;
using CarbonLca.Cli.Console;

namespace CarbonLca.EndToEnd.Tests.Cli;

/// <summary>One run of the command line inside the test's process.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs as if into a pipe.</summary>
    public static CliRun Of(params string[] arguments) => Of(TerminalFacts.Pipe, CancellationToken.None, arguments);

    public static CliRun Of(TerminalFacts terminal, CancellationToken cancellation, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = CommandLineApp.Run(arguments, output, error, terminal, cancellation);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}

/// <summary>A folder for the files of one test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("carbonlca-test-");

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        string path = this[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A set of tables with a power plant that uses fuel, and a refinery; what the parameters say is changed.</summary>
    public string WriteTables(string name, string fuelPerPower = "2", string powerPerFuel = "0", string fuelUnit = "kg")
    {
        Write($"{name}/flows.csv", """
            flow,name,kind,unit,compartment,cas
            electricity,Electricity,product,kWh,,
            fuel,Fuel,product,kg,,
            co2,"Carbon dioxide, fossil",elementary,kg,air,124-38-9

            """);
        Write($"{name}/processes.csv", """
            process,name,location,reference_flow,reference_amount,unit
            power,=Power plant,CN,electricity,10,kWh
            refinery,Refinery,CN,fuel,100,kg

            """);
        Write($"{name}/exchanges.csv", $"""
            process,flow,direction,amount,unit,provider
            power,electricity,output,10,kWh,
            power,fuel,input,{fuelPerPower},{fuelUnit},refinery
            power,co2,output,1,kg,
            refinery,fuel,output,100,kg,
            refinery,co2,output,10,kg,

            """ + (powerPerFuel == "0" ? string.Empty : $"refinery,electricity,input,{powerPerFuel},kWh,power\n"));
        return this[name];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
