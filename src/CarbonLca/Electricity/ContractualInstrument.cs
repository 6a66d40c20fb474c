using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Electricity;

/// <summary>What a contractual instrument is.</summary>
public enum InstrumentKind : byte
{
    /// <summary>Certificates with serial numbers, one for 1000 kWh (绿色电力证书, guarantee of origin, REC).</summary>
    Certificate = 0,

    /// <summary>A power purchase contract that conveys the attributes.</summary>
    PowerPurchase = 1,

    /// <summary>A supplier's own product with its factor.</summary>
    SupplierProduct = 2,
}

/// <summary>Keys and names of <see cref="InstrumentKind"/>.</summary>
public static class InstrumentKinds
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<InstrumentKind> All { get; } = [InstrumentKind.Certificate, InstrumentKind.PowerPurchase, InstrumentKind.SupplierProduct];

    /// <summary>The key used in files.</summary>
    public static string Key(this InstrumentKind kind) => kind switch
    {
        InstrumentKind.PowerPurchase => "power_purchase",
        InstrumentKind.SupplierProduct => "supplier_product",
        _ => "certificate",
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this InstrumentKind kind) => kind switch
    {
        InstrumentKind.PowerPurchase => new Wording("power purchase contract", "购电合同"),
        InstrumentKind.SupplierProduct => new Wording("supplier's product", "供电商产品"),
        _ => new Wording("certificate", "绿色电力证书"),
    };
}

/// <summary>A claim on the attributes of electricity from somewhere else, with what its validity is judged by (REQ-62).</summary>
/// <remarks>What is not stated is unknown, and an unknown criterion is not met.</remarks>
public sealed record ContractualInstrument
{
    /// <summary>One certificate stands for 1000 kWh (REQ-63).</summary>
    public const double KilowattHoursPerCertificate = 1000;

    /// <summary>Its identity in the study.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public InstrumentKind Kind { get; init; }

    /// <summary>The serial numbers of certificates.</summary>
    public ImmutableArray<CertificateSerials> Serials { get; init; } = [];

    /// <summary>How much electricity is contracted; for certificates null, since their number says it.</summary>
    public Quantity? Amount { get; init; }

    /// <summary>The electricity it is for.</summary>
    public required ElectricityProvider Provider { get; init; }

    /// <summary>The unit that generated it.</summary>
    public string? Generator { get; init; }

    /// <summary>Whether it conveys the attributes of the electricity and of the unit.</summary>
    public bool? ConveysAttributes { get; init; }

    /// <summary>Whether it is the only claim on these attributes.</summary>
    public bool? IsUniqueClaim { get; init; }

    /// <summary>Whether a registry tracks it.</summary>
    public bool? IsTracked { get; init; }

    /// <summary>Whether it is redeemed, retired or cancelled.</summary>
    public bool? IsRedeemed { get; init; }

    /// <summary>For whom it is redeemed.</summary>
    public string? RedeemedFor { get; init; }

    /// <summary>The market of the generator: code or name of the area.</summary>
    public string? Market { get; init; }

    /// <summary>The first day of generation.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day of generation.</summary>
    public DateOnly? To { get; init; }
}
