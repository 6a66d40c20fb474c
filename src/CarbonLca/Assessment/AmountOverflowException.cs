using CarbonLca.Diagnostics;

namespace CarbonLca.Assessment;

/// <summary>Amounts lie so many decades apart that a result would exceed the range of a double.</summary>
public sealed class AmountOverflowException : RefusalException
{
    /// <summary>Refuses a computation that overflowed.</summary>
    /// <param name="what">What overflowed.</param>
    public AmountOverflowException(string what)
        : this(what, of: null)
    {
    }

    /// <summary>Refuses a computation for one of several demands.</summary>
    internal AmountOverflowException(string what, Wording? of)
        : base(RefusalKind.Numerical, [Describe(what).Of(of)])
    {
    }

    /// <summary>Passes numbers on when all of them are finite.</summary>
    internal static double[] Guard(double[] values, string what) =>
        values.AsSpan().ContainsAnyExceptInRange(double.MinValue, double.MaxValue) ? throw new AmountOverflowException(what) : values;

    private static Diagnostic Describe(string what)
    {
        Diagnostic finding = Diagnostic.Error(
            FindingCode.NotFinite,
            "A result exceeds the range of a double (about 1.8E308): the amounts of the system, or the demand, lie too many decades apart.",
            "结果超出双精度数的范围（约 1.8E308）：系统中的数量或需求量相差过多数量级。");
        return finding with
        {
            Found = what,
            Next = new Wording("Check the units of the largest and smallest amounts.", "请检查最大与最小数量的单位。"),
        };
    }
}
