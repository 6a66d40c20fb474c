using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Documents;

/// <summary>Turns of phrase that several sections use.</summary>
internal static class ReportText
{
    /// <summary>A term at the head of a line: with a capital letter in English.</summary>
    public static Wording Capital(Wording term) => new(Glossary.Heading(term, Language.English), term.Zh);

    /// <summary>Items in a row, with the comma of each language.</summary>
    public static Wording List(IEnumerable<Wording> items)
    {
        Wording[] all = [.. items];
        return new Wording(string.Join(", ", all.Select(i => i.En)), string.Join("、", all.Select(i => i.Zh)));
    }

    /// <summary>A part of a result with its place.</summary>
    public static Wording NameOf(Contribution part) => part.Location is { Length: > 0 } place ? new Wording($"{part.Name.En} ({place})", $"{part.Name.Zh}（{place}）") : part.Name;

    /// <summary>What a result is per.</summary>
    public static Wording OfUnit(FootprintUnit unit) => new(
        $"{unit.Text.En} ({Digits.Full(unit.Amount)} {Glossary.UnitSymbol(unit.Unit).En})",
        $"{unit.Text.Zh}（{Digits.Full(unit.Amount)} {Glossary.UnitSymbol(unit.Unit).Zh}）");
}
