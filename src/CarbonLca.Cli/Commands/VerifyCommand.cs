using System.CommandLine;
using System.Text;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundles;
using CarbonLca.Formats.Results;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca verify</c>: whether a bundle is as it was written; computes nothing.</summary>
internal sealed class VerifyCommand : SessionCommand
{
    private readonly Argument<string> _bundle = new("BUNDLE") { Description = "An archive that 'bundle' wrote." };
    private readonly Option<string?> _key = new("--public-key") { Description = "Also check the signature in BUNDLE.sig with this public key (PEM).", HelpName = "KEY" };

    public VerifyCommand()
        : base("verify", "Check every byte of a bundle against its digests; compute nothing.", ["table", "json"])
    {
        Add(_bundle);
        Add(_key);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        string name = session.Parsed.GetRequiredValue(_bundle);
        byte[] archive = session.Read(name);
        BundleContents bundle = BundleContents.Read(archive);
        List<Diagnostic> findings = [.. bundle.Findings];
        bool isSigned = session.Parsed.GetValue(_key) is not null;
        if (session.Parsed.GetValue(_key) is { } key && !BundleSignature.Verify(archive, Encoding.UTF8.GetString(session.Read(name + ".sig")), Encoding.UTF8.GetString(session.Read(key))))
            findings.Add(Diagnostic.Error(FindingCode.DigestMismatch, "The signature was not made over this bundle with the private part of this key.", "签名与该归档或该密钥不符。"));
        if (session.FormatForPeople == OutputFormat.Json) session.Print(FindingsJson.Write(findings));
        if (findings.Count > 0)
        {
            session.Report(findings);
            return ExitCodes.GateFailed;
        }

        if (session.FormatForPeople != OutputFormat.Json)
        {
            session.Print(session.T(
                $"Intact: {bundle.Names.Count} files, {bundle.Manifest!.Id}, engine {bundle.Manifest.Engine}{(isSigned ? ", signature good" : string.Empty)}.\n",
                $"完好：{bundle.Names.Count} 个文件，{bundle.Manifest.Id}，引擎 {bundle.Manifest.Engine}{(isSigned ? "，签名有效" : string.Empty)}。\n"));
        }

        return ExitCodes.Done;
    }
}
