using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.MonteCarlo;
using CarbonLca.Sensitivity;

namespace CarbonLca.Reporting;

/// <summary>The standard deviation of a demand's impact to first order, which checks the sampled one (REQ-85).</summary>
public static class AnalyticCheck
{
    /// <summary>√Σ (∂h/∂x)²·Var(x) at the means of the distributions.</summary>
    /// <param name="model">The model that is sampled.</param>
    /// <param name="demand">What is asked of it.</param>
    /// <param name="category">The category.</param>
    /// <returns>Null where a distribution has no variance, or where the system has no answer at the means.</returns>
    public static double? DeviationOf(MonteCarloModel model, Demand demand, int category)
    {
        ArgumentNullException.ThrowIfNull(model);
        try
        {
            double deviation = AnalyticVariance.Of(model.Solver, demand, model.Footprints.Direct, category, lognormalAmount: model.LognormalAmount).StandardDeviation;
            return double.IsFinite(deviation) ? deviation : null;
        }
        catch (RefusalException refused) when (refused.Kind == RefusalKind.Numerical)
        {
            return null;
        }
    }
}
