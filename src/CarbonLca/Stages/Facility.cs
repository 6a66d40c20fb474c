using CarbonLca.Diagnostics;

namespace CarbonLca.Stages;

/// <summary>The overhead of the place where equipment runs, as the power usage effectiveness it amounts to (REQ-72).</summary>
/// <remarks>PUE = site energy / equipment energy = 1 / DCiE; for network sites PUE = 1 + cooling and power-supply overhead per equipment energy.</remarks>
public static class Facility
{
    /// <summary>PUE of a data-centre infrastructure efficiency.</summary>
    /// <param name="dcie">DCiE = 1/PUE; above 0, at most 1.</param>
    /// <exception cref="InputRefusedException">The DCiE is out of range.</exception>
    public static double PueOfDcie(double dcie) => CheckDcie(dcie) is { } fault ? throw new InputRefusedException(fault.Fault) : 1 / dcie;

    /// <summary>PUE of an overhead.</summary>
    /// <param name="overhead">Energy for cooling, power supply and the rest per energy of the equipment; zero or more.</param>
    /// <exception cref="InputRefusedException">The overhead is out of range.</exception>
    public static double PueOfOverhead(double overhead) => CheckOverhead(overhead) is { } fault ? throw new InputRefusedException(fault.Fault) : 1 + overhead;

    /// <summary>What is wrong with a DCiE; null when nothing is.</summary>
    public static ParameterFault? CheckDcie(double dcie) => Parameter.Yield(dcie, "dcie", new Wording("data centre infrastructure efficiency (DCiE)", "数据中心基础设施效率（DCiE）"));

    /// <summary>What is wrong with an overhead; null when nothing is.</summary>
    public static ParameterFault? CheckOverhead(double overhead) => Parameter.NotNegative(overhead, "overhead", new Wording("overhead of the site", "站点附加能耗系数"));
}
