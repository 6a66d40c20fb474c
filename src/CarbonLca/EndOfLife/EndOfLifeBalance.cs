using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.EndOfLife;

/// <summary>The value of each term of an end-of-life formula; burdens and credits stand apart (REQ-34).</summary>
public sealed class EndOfLifeBalance
{
    private EndOfLifeBalance(ImmutableArray<EndOfLifeValue> values) => Values = values;

    /// <summary>The value of each term, in the order of the roles.</summary>
    public ImmutableArray<EndOfLifeValue> Values { get; }

    /// <summary>The sum of everything that is borne.</summary>
    public double Burdens => Values.Where(v => !v.Term.Role.IsCredit()).Sum(v => v.Value);

    /// <summary>The sum of everything that is credited; usually negative.</summary>
    public double Credits => Values.Where(v => v.Term.Role.IsCredit()).Sum(v => v.Value);

    /// <summary>Burdens and credits together.</summary>
    public double Total => Burdens + Credits;

    /// <summary>The balance of terms with numbers for their E.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="emissions">The E of each term's role.</param>
    /// <exception cref="InputRefusedException">The E of a term is missing or not finite.</exception>
    public static EndOfLifeBalance Of(ImmutableArray<EndOfLifeTerm> terms, EndOfLifeEmissions emissions)
    {
        ArgumentNullException.ThrowIfNull(emissions);
        List<Diagnostic> faults = [];
        ImmutableArray<EndOfLifeValue>.Builder values = ImmutableArray.CreateBuilder<EndOfLifeValue>(terms.Length);
        foreach (EndOfLifeTerm term in terms)
        {
            if (emissions.Of(term.Role) is not { } e) faults.Add(Missing(term));
            else if (!double.IsFinite(e)) faults.Add(NotFinite(term, e));
            else values.Add(new EndOfLifeValue(term, term.SignedAmount * e));
        }

        if (faults.Count > 0) throw new InputRefusedException(faults);
        return new EndOfLifeBalance(values.MoveToImmutable());
    }

    /// <summary>The sum of one part of the formula.</summary>
    public double Of(EndOfLifePart part) => Values.Where(v => v.Term.Role.Part() == part).Sum(v => v.Value);

    /// <summary>The sum of one life-cycle stage.</summary>
    public double Of(LifeCycleStage stage) => Values.Where(v => v.Term.Role.Stage() == stage).Sum(v => v.Value);

    /// <summary>A warning when an end of life saves more than it causes (REQ-34); null otherwise.</summary>
    /// <param name="subject">The material or product.</param>
    /// <param name="burdens">What its end of life causes, in kg CO2e.</param>
    /// <param name="credits">What its end of life is credited with, in kg CO2e; zero or less.</param>
    public static Diagnostic? NetCredit(Wording subject, double burdens, double credits) => !(burdens + credits < 0) ? null : Diagnostic.Warning(
        FindingCode.NetCredit,
        $"The end of life of '{subject.En}' is credited with more than it causes.",
        $"'{subject.Zh}' 的生命末期抵扣大于其负荷。") with
    {
        Found = string.Create(CultureInfo.InvariantCulture, $"{burdens:G6} + ({credits:G6}) = {burdens + credits:G6} kg CO2e"),
        Next = new Wording("Allowed; show burdens and credits apart and say what the credits rest on.", "允许；请将负荷与抵扣分开列示，并说明抵扣依据。"),
    };

    private static Diagnostic Missing(EndOfLifeTerm term) => Diagnostic.Error(
        FindingCode.MissingFactor,
        $"The formula needs {term.Role.Symbol()} ({term.Role.Name().En}), which is not given.",
        $"公式需要 {term.Role.Symbol()}（{term.Role.Name().Zh}），但未给出。") with
    {
        Expected = new Wording("a number; zero only when it is known to be zero", "一个数值；仅在确知为零时填零"),
    };

    private static Diagnostic NotFinite(EndOfLifeTerm term, double e) => Diagnostic.Error(
        FindingCode.NotFinite,
        $"{term.Role.Symbol()} ({term.Role.Name().En}) is not a finite number.",
        $"{term.Role.Symbol()}（{term.Role.Name().Zh}）不是有限数。") with
    {
        Found = e.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>The value of one term.</summary>
/// <param name="Term">The term.</param>
/// <param name="Value">± coefficient · E.</param>
public readonly record struct EndOfLifeValue(EndOfLifeTerm Term, double Value);
