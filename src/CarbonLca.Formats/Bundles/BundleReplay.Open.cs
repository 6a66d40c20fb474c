using CarbonLca.Diagnostics;
using CarbonLca.Formats.Results;

namespace CarbonLca.Formats.Bundles;

public static partial class BundleReplay
{
    /// <summary>Opens a bundle whose digests fit, to compute with what it holds.</summary>
    /// <exception cref="InputRefusedException">The bundle was changed, or its contents cannot be read.</exception>
    public static BundledResult Open(byte[] archive)
    {
        ArgumentNullException.ThrowIfNull(archive);
        BundleContents bundle = BundleContents.Read(archive);
        if (bundle.Findings.Length > 0) throw new InputRefusedException(bundle.Findings);
        ResultFile file = ResultFile.Read(CertificateBundle.ResultName, bundle[CertificateBundle.ResultName]);
        return new BundledResult(file, ReadData(bundle, bundle.Manifest!), ReadMethod(bundle, bundle.Manifest!.Method, CertificateBundle.MethodFolder));
    }
}
