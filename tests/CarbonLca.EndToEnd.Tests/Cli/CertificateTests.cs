using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundles;
using CarbonLca.Formats.Results;
using CarbonLca.Reporting;
using CarbonLca.TestSupport;

namespace CarbonLca.EndToEnd.Tests.Cli;

public sealed class CertificateTests
{
    private static readonly Lazy<byte[]> Bundle = new(() => Bundled("rack-server"));

    public static TheoryData<string> Studies => new("rack-server", "smartphone", "radio-unit-5g", "data-centre");

    [Theory]
    [MemberData(nameof(Studies))]
    public void A_result_reads_back_to_the_same_bytes(string study)
    {
        string text = CliRun.Of("run", study, "--format", "json").Output;
        ResultFile read = ResultFile.Read("result.json", Encoding.UTF8.GetBytes(text));
        Assert.Equal(text, FootprintJson.Write(read.Footprint, read.Inputs));
    }

    [Theory]
    [MemberData(nameof(Studies))]
    public void P7_a_bundle_replays_to_the_same_bytes(string study)
    {
        ReplayReport report = BundleReplay.Run(Bundled(study));
        Assert.Equal(ReplayOutcome.Identical, report.Outcome);
        Assert.Null(report.FirstDifference);
    }

    [Fact]
    public void D10_a_bundle_written_twice_is_the_same_bytes() => Assert.Equal(Bundle.Value, Bundled("rack-server"));

    [Fact]
    public void D08_a_bundle_replays_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            comma.NumberFormat.NegativeSign = "−";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(ReplayOutcome.Identical, BundleReplay.Run(Bundle.Value).Outcome);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void C05_any_changed_byte_is_found()
    {
        byte[] archive = Bundle.Value;
        Random random = new(5);
        int[] places = [.. Enumerable.Range(0, 400).Select(_ => random.Next(archive.Length)), .. Enumerable.Range(archive.Length - 900, 900)];
        foreach (int place in places)
        {
            byte[] changed = [.. archive];
            changed[place] ^= (byte)(1 << random.Next(8));
            Assert.True(BundleContents.Read(changed).Findings.Length > 0, $"The change of byte {place} was not found.");
        }
    }

    [Fact]
    public void C05_a_changed_file_is_named()
    {
        byte[] archive = [.. Bundle.Value];
        int place = archive.AsSpan().IndexOf("steel-sheet"u8);
        archive[place] ^= 1;
        Diagnostic finding = Assert.Single(BundleContents.Read(archive).Findings);
        Assert.Equal("data/exchanges.csv", finding.Where?.File);
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => BundleReplay.Run(archive));
        Assert.Equal(FindingCode.DigestMismatch, refused.Findings[0].Code);
    }

    // The checksum itself, turned about: the lesson of storage engines.
    [Fact]
    public void C06_an_inverted_seal_is_found()
    {
        byte[] archive = [.. Bundle.Value];
        archive[^1] = archive[^1] == (byte)'0' ? (byte)'f' : (byte)'0';
        Assert.Equal(FindingCode.DigestMismatch, Assert.Single(BundleContents.Read(archive).Findings).Code);
    }

    [Fact]
    public void A_truncated_or_foreign_archive_is_refused_without_a_crash()
    {
        byte[] archive = Bundle.Value;
        for (int length = 0; length < archive.Length; length += 1 + (archive.Length / 60)) Assert.NotEmpty(BundleContents.Read(archive[..length]).Findings);
        Assert.NotEmpty(BundleContents.Read(Encoding.UTF8.GetBytes("no archive at all")).Findings);
    }

    [Fact]
    public void A_signature_holds_for_its_bundle_and_its_key_alone()
    {
        using ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using RSA rsa = RSA.Create(2048);
        using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] archive = Bundle.Value;
        foreach (AsymmetricAlgorithm key in (AsymmetricAlgorithm[])[curve, rsa])
        {
            string signature = BundleSignature.Sign(archive, key.ExportPkcs8PrivateKeyPem());
            Assert.True(BundleSignature.Verify(archive, signature, key.ExportSubjectPublicKeyInfoPem()));
            Assert.False(BundleSignature.Verify([.. archive, 0], signature, key.ExportSubjectPublicKeyInfoPem()));
            Assert.False(BundleSignature.Verify(archive, BundleSignature.Sign(archive, stranger.ExportPkcs8PrivateKeyPem()), curve.ExportSubjectPublicKeyInfoPem()));
        }

        Assert.Throws<InputRefusedException>(() => BundleSignature.Sign(archive, "no key"));
        Assert.Throws<InputRefusedException>(() => BundleSignature.Verify(archive, "no signature", curve.ExportSubjectPublicKeyInfoPem()));
    }

    [Fact]
    public void The_command_line_bundles_verifies_and_replays()
    {
        using ScratchFolder scratch = new();
        Assert.Equal(0, CliRun.Of("run", "smartphone", "-o", scratch["result.json"]).ExitCode);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(scratch["key.pem"], key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(scratch["public.pem"], key.ExportSubjectPublicKeyInfoPem());
        Assert.Equal(0, CliRun.Of("bundle", scratch["result.json"], "-o", scratch["x.zip"], "--sign", scratch["key.pem"]).ExitCode);
        Assert.Equal(0, CliRun.Of("verify", scratch["x.zip"], "--public-key", scratch["public.pem"]).ExitCode);
        CliRun replay = CliRun.Of("replay", scratch["x.zip"], "--lang", "zh");
        Assert.Equal(0, replay.ExitCode);
        Assert.Contains("一致", replay.Output, StringComparison.Ordinal);

        byte[] changed = File.ReadAllBytes(scratch["x.zip"]);
        changed[changed.Length / 2] ^= 1;
        File.WriteAllBytes(scratch["x.zip"], changed);
        CliRun verify = CliRun.Of("verify", scratch["x.zip"]);
        Assert.Equal(5, verify.ExitCode);
        Assert.Contains("DigestMismatch", verify.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, CliRun.Of("replay", scratch["x.zip"]).ExitCode);
    }

    [Fact]
    public void A_result_that_was_edited_is_refused()
    {
        using ScratchFolder scratch = new();
        string text = CliRun.Of("run", "smartphone", "--format", "json").Output;
        double total = ResultFile.Read("r", Encoding.UTF8.GetBytes(text)).Footprint.Total;
        File.WriteAllText(scratch["r.json"], text.Replace(Digits.Full(total), Digits.Full(total / 2), StringComparison.Ordinal));
        Assert.Equal(3, CliRun.Of("report", scratch["r.json"], "-o", scratch["r.html"]).ExitCode);
        Assert.False(File.Exists(scratch["r.html"]));
        Assert.Equal(3, CliRun.Of("bundle", scratch["r.json"], "-o", scratch["x.zip"]).ExitCode);
    }

    [Fact]
    public void A_report_of_a_result_is_the_report_of_its_study()
    {
        using ScratchFolder scratch = new();
        CliRun.Of("run", "rack-server", "-o", scratch["r.json"]);
        foreach (string ending in (string[])["html", "xlsx", "docx", "md"])
        {
            Assert.Equal(0, CliRun.Of("report", "rack-server", "--lang", "both", "-o", scratch[$"a.{ending}"]).ExitCode);
            Assert.Equal(0, CliRun.Of("report", scratch["r.json"], "--lang", "both", "-o", scratch[$"b.{ending}"]).ExitCode);
            Assert.Equal(File.ReadAllBytes(scratch[$"a.{ending}"]), File.ReadAllBytes(scratch[$"b.{ending}"]));
        }

        Assert.Equal(2, CliRun.Of("report", "rack-server", "--format", "xlsx").ExitCode);
        Assert.Equal(2, CliRun.Of("report", "rack-server", "--format", "csv").ExitCode);
        Assert.Equal(2, CliRun.Of("run", "rack-server", "--lang", "both").ExitCode);
    }

    private static byte[] Bundled(string study)
    {
        using ScratchFolder scratch = new();
        CliRun.Of("run", study, "-o", scratch["result.json"]);
        CliRun run = CliRun.Of("bundle", scratch["result.json"], "-o", scratch["x.zip"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return File.ReadAllBytes(scratch["x.zip"]);
    }
}
