namespace CarbonLca.EndOfLife;

/// <summary>One term of an end-of-life formula: how much of a role one kilogram of the material needs.</summary>
/// <param name="Role">What is needed, or what a credit makes unnecessary.</param>
/// <param name="Amount">
/// The coefficient of the role's E, greater than zero: kg per kg of material, or MJ per kg for energy replaced. A credit is
/// subtracted because of its role, not because of a sign.
/// </param>
public readonly record struct EndOfLifeTerm(EndOfLifeRole Role, double Amount)
{
    /// <summary>The coefficient with the sign it has in the formula.</summary>
    public double SignedAmount => Role.IsCredit() ? -Amount : Amount;
}
