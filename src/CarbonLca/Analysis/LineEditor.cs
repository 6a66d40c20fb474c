using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Studies;

namespace CarbonLca.Analysis;

/// <summary>Changes one number or one provider of a line.</summary>
/// <remarks>A distribution that is stated in the unit of the amount would no longer belong to a new amount and is dropped; a lognormal one is relative and stays.</remarks>
internal static class LineEditor
{
    private const string Amount = "amount";
    private const string Yield = "yield";
    private const string Factor = "factor";
    private const string Mass = "mass";
    private const string Leg = "leg";
    private const string Lifetime = "lifetime";
    private const string Pue = "pue";
    private const string State = "state";
    private const string Provider = "provider";
    private const string Fields = $"{Amount}, {Yield}, {Factor}, {Mass}, {Leg}1, {Lifetime}, {Pue}, {State}1, {Provider}";

    /// <summary>The line with the change, and what it was.</summary>
    public static (StudyLine Line, AppliedChange Change) Apply(FoundLine found, StudyChange change)
    {
        // What is new stands in the change, not in the study's file.
        SourcePosition where = new($"{change.Line}={change.To}");
        (StudyLine line, string field, string from, string to) = change.IsSwap ? Swapped(found, change.To.Trim(), where) : Set(found, change.To.Trim(), where);
        return (line, new AppliedChange(found, field, from, to));
    }

    private static (StudyLine Line, string Field, string From, string To) Set(FoundLine found, string text, SourcePosition where)
    {
        string field = found.Field.Length == 0 ? DefaultField(found) : found.Field;
        switch (found.Line)
        {
            case AmountLine amount when field == Amount:
                {
                    (double value, string unit) = Value(found, text, amount.Amount.Value, amount.Unit.Value);
                    return (
                        amount with { Amount = new(value, where), Unit = new(unit, where), Uncertainty = Relative(amount) },
                        field,
                        Text(amount.Amount.Value, amount.Unit.Value),
                        Text(value, unit));
                }

            case AmountLine amount when field == Yield:
                {
                    double value = Plain(found, text, amount.Yield.Value);
                    return (amount with { Yield = new(value, where) }, field, Text(amount.Yield.Value), Text(value));
                }

            case FactorLine factor when field == Factor:
                {
                    Quantity value = QuantityOf(found, text, factor.Factor.Value);
                    return (factor with { Factor = new(value, where) }, field, factor.Factor.Value.ToString(), value.ToString());
                }

            case TransportLine transport when field == Mass:
                {
                    Quantity value = QuantityOf(found, text, transport.Mass.Value);
                    return (transport with { Mass = new(value, where) }, field, transport.Mass.Value.ToString(), value.ToString());
                }

            case TransportLine transport when IndexOf(field, Leg, transport.Legs.Length) is { } index:
                {
                    StudyLeg leg = transport.Legs[index];
                    Quantity value = QuantityOf(found, text, leg.Distance.Value);
                    return (transport with { Legs = transport.Legs.SetItem(index, leg with { Distance = new(value, where) }) }, field, leg.Distance.Value.ToString(), value.ToString());
                }

            case EnergyUseLine use when field == Lifetime:
                {
                    Quantity value = QuantityOf(found, text, use.Lifetime.Value);
                    return (use with { Lifetime = new(value, where) }, field, use.Lifetime.Value.ToString(), value.ToString());
                }

            case EnergyUseLine use when field == Pue:
                {
                    double before = use.Pue?.Value ?? 1;
                    double value = Plain(found, text, before);
                    return (use with { Pue = new Located<double>(value, where) }, field, Text(before), Text(value));
                }

            case EnergyUseLine use when IndexOf(field, State, use.States.Length) is { } index:
                {
                    StudyPowerState state = use.States[index];
                    Quantity value = QuantityOf(found, text, state.Power.Value);
                    return (use with { States = use.States.SetItem(index, state with { Power = new(value, where) }) }, field, state.Power.Value.ToString(), value.ToString());
                }

            default:
                throw NoSuchField(found, NumbersOf(found.Line));
        }
    }

    private static (StudyLine Line, string Field, string From, string To) Swapped(FoundLine found, string provider, SourcePosition where)
    {
        string field = found.Field.Length > 0 ? found.Field : found.Line is TransportLine { Legs.Length: 1 } ? $"{Leg}1" : Provider;
        if (provider.Length == 0) throw Refuse(found, FindingCode.MissingField, "The new provider is empty.", "未给出新的供应过程。", provider, new Wording("the id of a process of the background data", "背景数据中过程的标识"));
        switch (found.Line)
        {
            case ProvidedLine provided when field == Provider:
                return (provided with { Provider = new(provider, where) }, field, provided.Provider.Value, provider);
            case EnergyUseLine use when field == Provider:
                return (use with { Provider = new(provider, where) }, field, use.Provider.Value, provider);
            case TransportLine transport when IndexOf(field, Leg, transport.Legs.Length) is { } index:
                StudyLeg leg = transport.Legs[index];
                return (transport with { Legs = transport.Legs.SetItem(index, leg with { Provider = new(provider, where) }) }, field, leg.Provider.Value, provider);
            default:
                throw NoSuchField(found, ProvidersOf(found.Line));
        }
    }

    private static string DefaultField(FoundLine found) => found.Line is AmountLine ? Amount : string.Empty;

    private static StudyUncertainty? Relative(StudyLine line) => line.Uncertainty is { Kind: UncertaintyKind.Lognormal } lognormal ? lognormal : null;

    // leg2 of three legs is index 1.
    private static int? IndexOf(string field, string name, int count) =>
        field.StartsWith(name, StringComparison.Ordinal) && int.TryParse(field.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= count ? number - 1 : null;

    // 12.5, 12.5 kg, +10%, -10%.
    private static (double Value, string Unit) Value(FoundLine found, string text, double before, string unit)
    {
        if (text.Length > 1 && text[0] is '+' or '-' && text[^1] == '%' && Number(text.AsSpan(0, text.Length - 1)) is { } percent) return (before * (1 + (percent / 100)), unit);
        int end = text.Length;
        while (end > 0 && Number(text.AsSpan(0, end)) is null) end--;
        string given = text[end..].Trim();
        if (end == 0 || given == "%" || (given.Length > 0 && (char.IsAsciiDigit(given[0]) || given[0] is '.' or ','))) throw NoNumber(found, text);
        return (Number(text.AsSpan(0, end))!.Value, given.Length == 0 ? unit : given);
    }

    private static double Plain(FoundLine found, string text, double before)
    {
        (double value, string unit) = Value(found, text, before, string.Empty);
        return unit.Length == 0 ? value : throw NoNumber(found, text);
    }

    private static Quantity QuantityOf(FoundLine found, string text, Quantity before)
    {
        (double value, string unit) = Value(found, text, before.Value, string.Empty);
        if (unit.Length == 0) return before with { Value = value };
        if (!UnitCatalog.TryParse(unit, out Unit? known)) throw new InputRefusedException(StudyRules.UnknownUnit(new Located<string>(unit, found.Line.Where), $"'{found.Line.Item.En}'", $"“{found.Line.Item.Zh}”"));
        return new Quantity(value, known);
    }

    private static double? Number(ReadOnlySpan<char> text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowTrailingWhite;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
    }

    private static string Text(double value, string unit) => $"{Text(value)} {unit}";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static IEnumerable<string> NumbersOf(StudyLine line) => line switch
    {
        FactorLine => [Amount, Yield, Factor],
        AmountLine => [Amount, Yield],
        TransportLine transport => [Mass, .. Enumerable.Range(1, transport.Legs.Length).Select(k => $"{Leg}{k}")],
        EnergyUseLine use => [Lifetime, Pue, .. Enumerable.Range(1, use.States.Length).Select(k => $"{State}{k}")],
        _ => [],
    };

    private static IEnumerable<string> ProvidersOf(StudyLine line) => line switch
    {
        ProvidedLine or EnergyUseLine => [Provider],
        TransportLine transport => Enumerable.Range(1, transport.Legs.Length).Select(k => $"{Leg}{k}"),
        _ => [],
    };

    private static InputRefusedException NoSuchField(FoundLine found, IEnumerable<string> fields)
    {
        string[] known = [.. fields];
        string which = found.Field.Length == 0 ? found.Key : $"{found.Key}.{found.Field}";
        return known.Length == 0
            ? Refuse(found, FindingCode.NotSupported, NothingEn(found.Line), NothingZh(found.Line), which, new Wording($"an item that has one of: {Fields}", $"具有以下内容之一的条目：{Fields}"))
            : Refuse(
                found,
                FindingCode.UnknownField,
                $"Say what of '{found.Line.Item.En}' is to change.",
                $"请说明要更改“{found.Line.Item.Zh}”的哪一项。",
                which,
                Wording.Same(string.Join(", ", known.Select(k => $"{found.Key}.{k}"))));
    }

    // The amounts of a model follow from its parameters together, which its file alone holds.
    private static string NothingEn(StudyLine line) => line is ModelLine model
        ? $"'{line.Item.En}' is described by the model '{model.Key}', whose parameters are changed in the study's file."
        : $"'{line.Item.En}' has nothing that can be changed this way.";

    private static string NothingZh(StudyLine line) => line is ModelLine model
        ? $"“{line.Item.Zh}”由模型 '{model.Key}' 描述，其参数须在研究文件中更改。"
        : $"“{line.Item.Zh}”没有可这样更改的内容。";

    private static InputRefusedException NoNumber(FoundLine found, string text) => Refuse(
        found,
        FindingCode.NotANumber,
        $"The new value of '{found.Line.Item.En}' is no number.",
        $"“{found.Line.Item.Zh}”的新值不是数字。",
        text,
        new Wording("a number with or without a unit, such as 12.5 or 12.5 kg, or a change such as -10%", "数字，可带单位，例如 12.5 或 12.5 kg；或相对变化，例如 -10%"));

    private static InputRefusedException Refuse(FoundLine found, FindingCode code, string en, string zh, string text, Wording? expected) =>
        new(Diagnostic.Error(code, en, zh) with { Where = found.Line.Where, Found = text, Expected = expected });
}
