using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Electricity;

/// <summary>Decides for every kilowatt-hour of every account which provider it is taken from (REQ-61…64).</summary>
public static class ElectricityAccounting
{
    private static readonly Unit KilowattHour = Unit.Parse("kWh");

    /// <summary>The choice for a set of accounts that together make no claim twice.</summary>
    /// <param name="table">The factors.</param>
    /// <param name="accounts">The accounts.</param>
    /// <param name="rules">What the standards leave open; null for the default.</param>
    /// <exception cref="InputRefusedException">
    /// An account is wrong in itself, a serial number is claimed twice, or a factor is missing that may not be assumed; all faults.
    /// </exception>
    public static ImmutableArray<ElectricityResult> Evaluate(GridFactorTable table, IReadOnlyList<ElectricityAccount> accounts, ElectricityRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(accounts);
        List<Diagnostic> faults = [.. Check(table, accounts)];
        if (faults.Count > 0) throw new InputRefusedException(faults);
        ImmutableArray<ElectricityResult> results = [.. accounts.Select(account => new AccountEvaluation(table, account, rules ?? ElectricityRules.Default).Run(faults))];
        return faults.Count > 0 ? throw new InputRefusedException(faults) : results;
    }

    /// <summary>Whether anything is known of contracts in any account, so that both accounts, by location and by market, must be reported (REQ-64).</summary>
    public static bool HasMarketData(IEnumerable<ElectricityAccount> accounts) => accounts.Any(a => !a.Instruments.IsEmpty || !a.Plants.IsEmpty || a.Residual is not null);

    /// <summary>What is wrong with accounts in themselves and with each other; all faults.</summary>
    public static IEnumerable<Diagnostic> Check(GridFactorTable table, IReadOnlyList<ElectricityAccount> accounts)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(accounts);
        foreach (IGrouping<string, ElectricityAccount> same in accounts.GroupBy(a => a.Id, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
            yield return Diagnostic.Error(FindingCode.Duplicate, $"Two electricity accounts have the id '{same.Key}'.", $"两个用电账户使用同一标识 '{same.Key}'。");
        foreach (ElectricityAccount account in accounts)
            foreach (Diagnostic fault in CheckAccount(table, account)) yield return fault;
        foreach (Diagnostic fault in CheckSerials(accounts)) yield return fault;
    }

    /// <summary>How much electricity an instrument stands for, in kWh: 1000 for each certificate, or the amount contracted.</summary>
    public static double KilowattHoursOf(ContractualInstrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return instrument.Amount is { } amount ? amount.In(KilowattHour) : instrument.Serials.Sum(s => (double)s.Count) * ContractualInstrument.KilowattHoursPerCertificate;
    }

    private static IEnumerable<Diagnostic> CheckAccount(GridFactorTable table, ElectricityAccount account)
    {
        string id = account.Id;
        if (table.CheckArea(account.Area) is { } area) yield return area;
        if (account.To < account.From)
        {
            yield return Diagnostic.Error(FindingCode.DateOrder, $"The period of electricity account '{id}' ends before it begins.", $"用电账户 '{id}' 的时期结束早于开始。") with
            {
                Found = $"{account.From:yyyy-MM-dd} – {account.To:yyyy-MM-dd}",
            };
        }

        bool canAdd = true;
        if (CheckEnergy(account.Consumption, mayBeZero: false, new Wording($"consumption of electricity account '{id}'", $"用电账户 '{id}' 的用电量")) is { } consumption)
        {
            canAdd = false;
            yield return consumption;
        }

        foreach (PlantSupply plant in account.Plants)
        {
            if (CheckEnergy(plant.Amount, mayBeZero: true, new Wording($"electricity from '{plant.Id}' in account '{id}'", $"账户 '{id}' 中来自 '{plant.Id}' 的电量")) is not { } fault) continue;
            canAdd = false;
            yield return fault;
        }

        if (canAdd && account.Plants.Sum(p => p.Amount.In(KilowattHour)) is var own && own > account.Consumption.In(KilowattHour) * (1 + 1e-12))
        {
            yield return Diagnostic.Error(FindingCode.OutOfRange, $"Account '{id}' uses more electricity from own plants and direct lines than it uses at all.", $"账户 '{id}' 来自自有电厂与直连供电的电量超过总用电量。") with
            {
                Found = string.Create(CultureInfo.InvariantCulture, $"{own:R} kWh"),
                Expected = new Wording($"at most {account.Consumption}", $"不大于 {account.Consumption}"),
                Next = new Wording("Enter what the account uses itself; what is fed into the grid belongs elsewhere.", "请填写自用电量；上网电量不计入此处。"),
            };
        }

        foreach (string name in account.InterconnectedMarkets)
            if (table.CheckArea(name) is { } market) yield return market;
        foreach (ContractualInstrument instrument in account.Instruments)
            foreach (Diagnostic fault in CheckInstrument(instrument)) yield return fault;
        foreach (ElectricityProvider provider in account.Plants.Select(p => p.Provider).Concat(account.Instruments.Select(i => i.Provider)).Append(account.Residual!).Where(p => p is not null))
        {
            if (provider is ProcessProvider process && !process.Product.Unit.ConvertsTo(KilowattHour))
            {
                yield return Diagnostic.Error(FindingCode.UnitMismatch, $"The provider '{process.ProcessId}' of account '{id}' supplies '{process.Product.Name}' in {process.Product.Unit}.", $"账户 '{id}' 的供应过程 '{process.ProcessId}' 以 {process.Product.Unit} 供应 '{process.Product.Name}'。") with
                {
                    Expected = new Wording("a unit of energy", "能量单位"),
                };
            }
        }
    }

    private static IEnumerable<Diagnostic> CheckInstrument(ContractualInstrument instrument)
    {
        Wording what = new($"amount of instrument '{instrument.Id}'", $"合同文书 '{instrument.Id}' 的电量");
        Diagnostic? amountFault = instrument.Amount is { } amount ? CheckEnergy(amount, mayBeZero: false, what) : null;
        if (amountFault is not null) yield return amountFault;
        if (instrument.Kind == InstrumentKind.Certificate && instrument.Serials.IsEmpty)
        {
            yield return Diagnostic.Error(FindingCode.MissingField, $"The certificates of instrument '{instrument.Id}' have no serial numbers.", $"合同文书 '{instrument.Id}' 的证书没有序列号。") with
            {
                Expected = new Wording("the serial numbers, for instance GEC-2024-0001..0120", "序列号，例如 GEC-2024-0001..0120"),
            };
        }
        else if (instrument is { Amount: null, Serials.IsEmpty: true })
        {
            yield return Diagnostic.Error(FindingCode.MissingField, $"The instrument '{instrument.Id}' states no amount.", $"合同文书 '{instrument.Id}' 未注明电量。");
        }
        else if (amountFault is null && instrument is { Amount: { } stated, Serials.IsEmpty: false })
        {
            double counted = KilowattHoursOf(instrument with { Amount = null });
            if (Math.Abs(stated.In(KilowattHour) - counted) > 1e-9 * counted)
            {
                yield return Diagnostic.Error(FindingCode.OutOfRange, $"The {what.En} does not agree with its serial numbers.", $"{what.Zh}与序列号数量不符。") with
                {
                    Found = stated.ToString(),
                    Expected = new Wording($"{counted:R} kWh: 1000 kWh for each certificate", $"{counted:R} kWh：每张证书 1000 kWh"),
                };
            }
        }
    }

    private static IEnumerable<Diagnostic> CheckSerials(IReadOnlyList<ElectricityAccount> accounts)
    {
        (string Account, string Instrument, CertificateSerials Serials)[] sorted =
        [
            .. accounts.SelectMany(a => a.Instruments.SelectMany(i => i.Serials.Select(s => (a.Id, i.Id, s))))
                .OrderBy(c => c.s.Prefix, StringComparer.Ordinal).ThenBy(c => c.s.Width).ThenBy(c => c.s.First),
        ];
        int widest = 0; // the claim so far that reaches furthest
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Serials.Overlaps(sorted[widest].Serials))
            {
                yield return Diagnostic.Error(
                    FindingCode.Duplicate,
                    $"Certificates are claimed twice: '{sorted[widest].Instrument}' of account '{sorted[widest].Account}' and '{sorted[i].Instrument}' of account '{sorted[i].Account}' share serial numbers.",
                    $"证书被重复声明：账户 '{sorted[widest].Account}' 的 '{sorted[widest].Instrument}' 与账户 '{sorted[i].Account}' 的 '{sorted[i].Instrument}' 序列号重叠。") with
                {
                    Found = $"{sorted[widest].Serials}, {sorted[i].Serials}",
                    Next = new Wording("Claim each certificate once.", "每张证书只能声明一次。"),
                };
            }

            bool isSameRun = sorted[i].Serials.Prefix == sorted[widest].Serials.Prefix && sorted[i].Serials.Width == sorted[widest].Serials.Width;
            if (!isSameRun || sorted[i].Serials.Last > sorted[widest].Serials.Last) widest = i;
        }
    }

    private static Diagnostic? CheckEnergy(Quantity energy, bool mayBeZero, Wording what)
    {
        if (!energy.Unit.ConvertsTo(KilowattHour))
        {
            return Diagnostic.Error(FindingCode.UnitMismatch, $"The {what.En} is given in '{energy.Unit}', which is no unit of energy.", $"{what.Zh}以 '{energy.Unit}' 给出，不是能量单位。") with
            {
                Found = energy.ToString(),
                Expected = new Wording("an energy in kWh or MWh", "以 kWh 或 MWh 表示的电量"),
            };
        }

        if (double.IsFinite(energy.Value) && (energy.Value > 0 || (mayBeZero && energy.Value == 0))) return null;
        return Diagnostic.Error(energy.Value < 0 ? FindingCode.NegativeNotAllowed : double.IsFinite(energy.Value) ? FindingCode.OutOfRange : FindingCode.NotFinite, $"The {what.En} is out of range.", $"{what.Zh}超出范围。") with
        {
            Found = energy.ToString(),
            Expected = mayBeZero ? new Wording("a finite energy of zero or more", "不小于零的有限电量") : new Wording("a finite energy above zero", "大于零的有限电量"),
        };
    }
}
