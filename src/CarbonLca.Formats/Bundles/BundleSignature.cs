using System.Security.Cryptography;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Bundles;

/// <summary>A signature beside a bundle, made with a key that the user brings: ECDSA or RSA (PSS), SHA-256, in PEM.</summary>
public static class BundleSignature
{
    private const string Label = "CARBONLCA BUNDLE SIGNATURE";

    /// <summary>Signs a bundle.</summary>
    /// <param name="archive">The bundle.</param>
    /// <param name="privateKey">A private key in PEM (PKCS#8, EC or RSA), not encrypted.</param>
    /// <returns>The signature in PEM.</returns>
    /// <exception cref="InputRefusedException">It is no private key.</exception>
    public static string Sign(byte[] archive, string privateKey)
    {
        ArgumentNullException.ThrowIfNull(archive);
        using AsymmetricAlgorithm key = Import(privateKey, "a private key in PEM", "PEM 格式的私钥");
        try
        {
            byte[] signature = key switch
            {
                ECDsa curve => curve.SignData(archive, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
                RSA rsa => rsa.SignData(archive, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
                _ => throw new CryptographicException("The key is neither EC nor RSA."),
            };
            return PemEncoding.WriteString(Label, signature) + "\n";
        }
        catch (CryptographicException)
        {
            throw NoKey("a private key in PEM", "PEM 格式的私钥");
        }
    }

    /// <summary>Whether a signature was made over this bundle with the private part of a key.</summary>
    /// <param name="archive">The bundle.</param>
    /// <param name="signature">The signature in PEM.</param>
    /// <param name="publicKey">The public key in PEM.</param>
    /// <exception cref="InputRefusedException">The key or the signature is no PEM of its kind.</exception>
    public static bool Verify(byte[] archive, string signature, string publicKey)
    {
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(signature);
        if (!PemEncoding.TryFind(signature, out PemFields fields) || signature[fields.Label] != Label)
        {
            throw new InputRefusedException(Diagnostic.Error(FindingCode.SchemaInvalid, "The signature cannot be read.", "签名无法读取。") with
            {
                Expected = new Wording($"PEM with the label {Label}", $"标签为 {Label} 的 PEM"),
            });
        }

        byte[] bytes = Convert.FromBase64String(signature[fields.Base64Data]);
        using AsymmetricAlgorithm key = Import(publicKey, "a public key in PEM", "PEM 格式的公钥");
        return key switch
        {
            ECDsa curve => curve.VerifyData(archive, bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            RSA rsa => rsa.VerifyData(archive, bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => false,
        };
    }

    private static AsymmetricAlgorithm Import(string pem, string en, string zh)
    {
        ArgumentNullException.ThrowIfNull(pem);
        foreach (Func<AsymmetricAlgorithm> create in (Func<AsymmetricAlgorithm>[])[ECDsa.Create, RSA.Create])
        {
            AsymmetricAlgorithm key = create();
            try
            {
                key.ImportFromPem(pem);
                return key;
            }
            catch (Exception fault) when (fault is CryptographicException or ArgumentException)
            {
                key.Dispose();
            }
        }

        throw NoKey(en, zh);
    }

    private static InputRefusedException NoKey(string en, string zh) => new(Diagnostic.Error(FindingCode.SchemaInvalid, "The key cannot be used.", "密钥无法使用。") with
    {
        Expected = new Wording($"{en}, EC or RSA, not encrypted", $"{zh}（EC 或 RSA，未加密）"),
    });
}
