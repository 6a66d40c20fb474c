using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Reporting;
using CarbonLca.Systems;

namespace CarbonLca.Analysis;

/// <summary>The choices a footprint is computed by.</summary>
/// <param name="Linking">How inputs find their providers, and how burdens are shared.</param>
/// <param name="Matching">How flows find their factors.</param>
/// <param name="Solving">How the equations are solved.</param>
public sealed record ComputationChoices(LinkOptions Linking, CharacterizationOptions Matching, SolverOptions Solving)
{
    /// <summary>The choices that a result carries by name.</summary>
    /// <exception cref="Diagnostics.InputRefusedException">The allocation rule does not exist.</exception>
    /// <exception cref="ArgumentException">Another choice does not exist.</exception>
    public static ComputationChoices Of(FootprintOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ComputationChoices(
            new LinkOptions
            {
                Allocation = Allocation.Named(options.Allocation),
                Providers = Named(OptionNames.Providers, options.Providers),
                Unlinked = Named(OptionNames.Unlinked, options.Unlinked),
            },
            new CharacterizationOptions { UnknownOrigin = Named(OptionNames.UnknownOrigins, options.UnknownOrigin) },
            new SolverOptions { Path = Named([.. SolverPaths.All.Select(p => (p.Key(), p))], options.Solver) });
    }

    private static T Named<T>(IReadOnlyList<(string Name, T Value)> all, string name)
    {
        foreach ((string known, T value) in all)
            if (known == name) return value;
        throw new ArgumentException($"There is no choice '{name}'; expected one of {string.Join(", ", all.Select(a => a.Name))}.", nameof(name));
    }
}
