using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Electricity;

/// <summary>The tests that a contractual instrument must pass to be used for an account (REQ-62).</summary>
/// <remarks>After the quality criteria of the GHG Protocol Scope 2 Guidance (2015, chapter 7) and ISO 14067 6.4.9.4.</remarks>
public static class InstrumentTests
{
    /// <summary>The tests an instrument fails, each with its reason; empty when it is valid.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="account">The account it is to cover.</param>
    /// <param name="table">Knows which market an area lies in.</param>
    /// <param name="rules">How far apart generation and consumption may lie.</param>
    public static ImmutableArray<Wording> Failed(ContractualInstrument instrument, ElectricityAccount account, GridFactorTable table, ElectricityRules rules)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rules);
        ImmutableArray<Wording>.Builder failed = ImmutableArray.CreateBuilder<Wording>();
        if (instrument.ConveysAttributes != true || string.IsNullOrWhiteSpace(instrument.Generator))
            failed.Add(new Wording("it does not convey the attributes of a named generator", "未传递指明发电单元的属性"));
        if (instrument.IsUniqueClaim != true) failed.Add(new Wording("it is not shown to be the only claim", "未证明为唯一声明"));
        if (instrument.IsTracked != true) failed.Add(new Wording("no registry tracks it", "未在登记系统中追踪"));
        if (instrument.IsRedeemed != true) failed.Add(new Wording("it is not redeemed, retired or cancelled", "未核销、注销或取消"));
        else if (!string.Equals(instrument.RedeemedFor?.Trim(), account.Consumer.Trim(), StringComparison.OrdinalIgnoreCase))
            failed.Add(new Wording($"it is redeemed for '{instrument.RedeemedFor}', not for '{account.Consumer}'", $"核销对象为 '{instrument.RedeemedFor}'，而非 '{account.Consumer}'"));
        if (Period(instrument, account, rules.MostMonthsApart) is { } period) failed.Add(period);
        if (Market(instrument, account, table) is { } market) failed.Add(market);
        return failed.ToImmutable();
    }

    private static Wording? Period(ContractualInstrument instrument, ElectricityAccount account, int mostMonths)
    {
        if (instrument is not { From: { } from, To: { } to }) return new Wording("its period of generation is not stated", "未注明发电时期");
        if (to < from) return new Wording($"its period of generation ends ({to:yyyy-MM-dd}) before it begins ({from:yyyy-MM-dd})", $"发电时期结束（{to:yyyy-MM-dd}）早于开始（{from:yyyy-MM-dd}）");
        if (Shifted(to, mostMonths) >= account.From && Shifted(account.To, mostMonths) >= from) return null;
        return new Wording(
            $"its generation ({from:yyyy-MM-dd} to {to:yyyy-MM-dd}) lies more than {mostMonths} months from the consumption",
            $"其发电时期（{from:yyyy-MM-dd} 至 {to:yyyy-MM-dd}）与用电时期相距超过 {mostMonths} 个月");
    }

    private static DateOnly Shifted(DateOnly date, int months) => date < DateOnly.MaxValue.AddMonths(-months) ? date.AddMonths(months) : DateOnly.MaxValue;

    private static Wording? Market(ContractualInstrument instrument, ElectricityAccount account, GridFactorTable table)
    {
        if (instrument.Market is not { } name) return new Wording("the market of its generator is not stated", "未注明发电所在市场");
        if (table.FindArea(name) is not { } area) return new Wording($"the market of its generator, '{name}', is not known", $"发电所在市场 '{name}' 未知");
        if (table.FindArea(account.Area) is not { } place) return new Wording($"the area of the account, '{account.Area}', is not known", $"用电地区 '{account.Area}' 未知");
        GridArea market = table.MarketOf(area);
        GridArea own = table.MarketOf(place);
        if (market == own || account.InterconnectedMarkets.Any(other => table.FindArea(other) is { } linked && table.MarketOf(linked) == market)) return null;
        return new Wording(
            $"its generator is in {market.Label.En}, which is not interconnected with {own.Label.En}",
            $"其发电所在的 {market.Label.Zh} 与 {own.Label.Zh} 未互联");
    }
}
