using System.CommandLine;
using CarbonLca.Cli.Console;
using CarbonLca.Formats;
using CarbonLca.Formats.Bundles;
using CarbonLca.Formats.Results;
using CarbonLca.Methods;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca bundle</c>: a result with everything it was computed from.</summary>
internal sealed class BundleCommand : SessionCommand
{
    private readonly Argument<string> _result = new("RESULT") { Description = "A result that 'run -o FILE.json' wrote." };
    private readonly Option<string> _output = new("--output", "-o") { Description = "The archive to write.", HelpName = "FILE", Required = true };
    private readonly Option<string?> _sign = new("--sign") { Description = "Also sign the archive with this private key (PEM, EC or RSA); the signature goes to FILE.sig.", HelpName = "KEY" };

    public BundleCommand()
        : base("bundle", "Put a result, its study, its data and its method into one archive that a verifier can replay offline.", ["table"])
    {
        Add(_result);
        Add(_output);
        Add(_sign);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        string name = session.Parsed.GetRequiredValue(_result);
        byte[] bytes = session.Read(name);
        ResultInputs inputs = ResultFile.Read(name, bytes).Inputs ?? throw CertificateBundle.NoInputs();
        string study = StudySource.Locate(inputs.StudyName, name);
        LciPackage package = StudySource.OpenData(session, study, null, inputs.Data);
        ImpactMethod method = MethodSource.Find(session, inputs.Method, package, StudySource.FolderOf(study));
        byte[] archive = CertificateBundle.Write(bytes, package.Database!, method);
        string file = session.Parsed.GetRequiredValue(_output);
        session.Deliver(file, archive);
        if (session.Parsed.GetValue(_sign) is { } key) session.Deliver(file + ".sig", BundleSignature.Sign(archive, System.Text.Encoding.UTF8.GetString(session.Read(key))));
        session.Print(session.T(
            $"Bundled and replayed: identical. {file}, {archive.Length} bytes.\n",
            $"已打包并重放：结果一致。{file}，{archive.Length} 字节。\n"));
        return ExitCodes.Done;
    }
}
