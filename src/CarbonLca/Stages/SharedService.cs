using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>By what the equipment of a network or data centre is shared among its services (REQ-75).</summary>
public enum SharingBasis : byte
{
    /// <summary>The traffic carried.</summary>
    Traffic = 0,

    /// <summary>The ports used.</summary>
    Ports = 1,

    /// <summary>The subscribers served.</summary>
    Subscribers = 2,

    /// <summary>The time of use.</summary>
    Time = 3,

    /// <summary>The computing work done.</summary>
    Compute = 4,
}

/// <summary>Keys and names of <see cref="SharingBasis"/>.</summary>
public static class SharingBases
{
    /// <summary>All bases.</summary>
    public static IReadOnlyList<SharingBasis> All { get; } = [SharingBasis.Traffic, SharingBasis.Ports, SharingBasis.Subscribers, SharingBasis.Time, SharingBasis.Compute];

    /// <summary>The key used in files.</summary>
    public static string Key(this SharingBasis basis) => basis switch
    {
        SharingBasis.Ports => "ports",
        SharingBasis.Subscribers => "subscribers",
        SharingBasis.Time => "time",
        SharingBasis.Compute => "compute",
        _ => "traffic",
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this SharingBasis basis) => basis switch
    {
        SharingBasis.Ports => new Wording("ports", "端口"),
        SharingBasis.Subscribers => new Wording("subscribers", "用户数"),
        SharingBasis.Time => new Wording("time", "时间"),
        SharingBasis.Compute => new Wording("computing work", "计算量"),
        _ => new Wording("traffic", "流量"),
    };
}

/// <summary>A service of shared equipment: the share of one service in all that the equipment needs (REQ-75).</summary>
/// <remarks>
/// Share = what the service uses / what all services use, by a stated basis and over one and the same period; or shares of all
/// services, which sum to one.
/// </remarks>
public sealed record SharedService : StageModel
{
    private const double SumTolerance = 1e-9;

    /// <summary>A service by its share.</summary>
    /// <param name="basis">By what the equipment is shared.</param>
    /// <param name="shares">The share of every service; sum one.</param>
    /// <param name="taken">The name of the service that the product is.</param>
    /// <param name="equipment">What the equipment needs over the period.</param>
    /// <exception cref="InputRefusedException">For every parameter outside its range.</exception>
    public SharedService(SharingBasis basis, ImmutableArray<ServiceShare> shares, string taken, ImmutableArray<StageNeed> equipment)
    {
        Refuse(Check(shares, taken, equipment));
        Basis = basis;
        Shares = shares;
        Taken = taken;
        Equipment = equipment;
    }

    /// <summary>By what the equipment is shared.</summary>
    public SharingBasis Basis { get; }

    /// <summary>The share of every service.</summary>
    public ImmutableArray<ServiceShare> Shares { get; }

    /// <summary>The name of the service that the product is.</summary>
    public string Taken { get; }

    /// <summary>What the equipment needs over the period.</summary>
    public ImmutableArray<StageNeed> Equipment { get; }

    /// <summary>The share of the product's service.</summary>
    public double Share => Shares.First(s => s.Service == Taken).Share;

    /// <summary>A service by what it uses and what all services use.</summary>
    /// <param name="basis">By what the equipment is shared.</param>
    /// <param name="used">What the service uses.</param>
    /// <param name="total">What all services use, this one among them.</param>
    /// <param name="equipment">What the equipment needs over the period.</param>
    /// <exception cref="InputRefusedException">For every parameter outside its range.</exception>
    public static SharedService ByUse(SharingBasis basis, Quantity used, Quantity total, ImmutableArray<StageNeed> equipment)
    {
        Refuse(CheckUse(used, total));
        double share = used.In(total.Unit) / total.Value;
        return new SharedService(basis, [new ServiceShare("this", share), new ServiceShare("others", 1 - share)], "this", equipment);
    }

    /// <inheritdoc/>
    public override ImmutableArray<StageNeed> Needs => [.. Equipment.Select(e => e.Times(Share))];

    /// <inheritdoc/>
    public override Wording Description => new(
        string.Create(CultureInfo.InvariantCulture, $"{Share:G6} of {string.Join(" + ", Equipment.Select(e => e.Amount.ToString()))}, shared by {Basis.Name().En}"),
        string.Create(CultureInfo.InvariantCulture, $"{string.Join(" + ", Equipment.Select(e => e.Amount.ToString()))} 的 {Share:G6}，按{Basis.Name().Zh}分摊"));

    /// <summary>What is wrong with shares; all faults.</summary>
    public static IEnumerable<ParameterFault> Check(ImmutableArray<ServiceShare> shares, string taken, ImmutableArray<StageNeed> equipment)
    {
        bool areShares = true;
        foreach (ServiceShare share in shares)
        {
            if (Parameter.Share(share.Share, "shares", new Wording($"share of '{share.Service}'", $"'{share.Service}' 的份额")) is not { } fault) continue;
            areShares = false;
            yield return fault;
        }

        foreach (IGrouping<string, ServiceShare> same in shares.GroupBy(s => s.Service, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
            yield return new ParameterFault("shares", Diagnostic.Error(FindingCode.Duplicate, $"The service '{same.Key}' has two shares.", $"服务 '{same.Key}' 有两个份额。"));
        double sum = shares.Sum(s => s.Share);
        if (areShares && !(Math.Abs(sum - 1) <= SumTolerance))
        {
            yield return new ParameterFault("shares", Diagnostic.Error(FindingCode.AllocationSum, "The shares of the services do not sum to one.", "各项服务的份额之和不等于一。") with
            {
                Found = sum.ToString("R", CultureInfo.InvariantCulture),
                Expected = Wording.Same("1"),
                Next = new Wording("Give the share of every service, the idle rest among them.", "请给出全部服务的份额，包括空闲部分。"),
            });
        }

        if (!shares.Any(s => s.Service == taken))
        {
            yield return new ParameterFault("taken", Diagnostic.Error(FindingCode.UnknownName, $"No service is called '{taken}'.", $"没有名为 '{taken}' 的服务。") with
            {
                Found = taken,
                Expected = Wording.Same(string.Join(" | ", shares.Select(s => s.Service))),
            });
        }

        if (equipment.IsEmpty) yield return new ParameterFault("equipment", Diagnostic.Error(FindingCode.MissingField, "The shared equipment needs nothing.", "共享设备没有任何需求。") with { Expected = new Wording("a list of provider and amount", "provider 与 amount 的列表") });
        foreach (ParameterFault fault in Parameter.Needs(equipment, "equipment")) yield return fault;
    }

    /// <summary>What is wrong with what a service uses of a total; all faults.</summary>
    public static IEnumerable<ParameterFault> CheckUse(Quantity used, Quantity total)
    {
        ParameterFault? all = Parameter.Measured(total, total.Unit, "total", new Wording("use by all services", "全部服务的使用量"));
        if (all is not null) yield return all.Value;
        ParameterFault? own = Parameter.Measured(used, total.Unit, "used", new Wording("use by the service", "该服务的使用量"));
        if (own is not null) yield return own.Value;
        if (all is null && own is null && used.In(total.Unit) > total.Value * (1 + SumTolerance))
        {
            yield return new ParameterFault("used", Diagnostic.Error(FindingCode.AllocationSum, "The service uses more than all services together.", "该服务的使用量超过全部服务之和。") with
            {
                Found = used.ToString(),
                Expected = new Wording($"at most {total}", $"不大于 {total}"),
            });
        }
    }
}

/// <summary>The share of a service.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Share">From 0 to 1.</param>
public readonly record struct ServiceShare(string Service, double Share);
