using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;

namespace CarbonLca.Cli.Console;

/// <summary>The options of commands that compute a study's footprint with its uncertainty when samples are asked for.</summary>
internal sealed class SamplingChoice
{
    private readonly Option<int?> _samples = new("--samples", "--n") { Description = "Also sample the uncertainty so many times: interval, histogram and statistics go into the result.", HelpName = "N" };
    private readonly Option<long?> _seed = new("--seed") { Description = "The seed of the samples, any whole number; one is drawn and kept in the result unless given.", HelpName = "S" };
    private readonly Option<int> _threads = new("--threads") { Description = "How many threads sample; as many as there are processors unless given. Changes no bit of the result.", HelpName = "T" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_samples);
        command.Add(_seed);
        command.Add(_threads);
        command.Validators.Add(Check);
    }

    /// <summary>Whether samples are asked for.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_samples) is not null;

    /// <summary>The footprint of a study with its uncertainty when that is asked for, else as it is.</summary>
    public CarbonFootprint Apply(Session session, OpenedStudy study, CarbonFootprint footprint)
    {
        if (session.Parsed.GetValue(_samples) is not { } samples) return footprint;
        ProductAssessment assessment = FootprintCalculator.Assess(study.Foreground, study.Data.Database!, study.Method, session.Linking, session.Matching, session.Solving);
        MonteCarloOptions options = new() { Samples = samples, Seed = SeedOf(session.Parsed.GetValue(_seed)), Threads = session.Parsed.GetValue(_threads) };
        return FootprintSampler.Sample(footprint, assessment, study.Foreground, options, session.Cancellation);
    }

    /// <summary>The seed that was given, else one that nobody chose.</summary>
    public static long SeedOf(long? given) => given ?? BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    private void Check(CommandResult result)
    {
        if (result.GetValue(_samples) is { } samples and (< 1 or > FootprintUncertainty.MostSamples)) result.AddError($"--samples is {samples}; expected 1 to {FootprintUncertainty.MostSamples}. 'carbonlca mc' takes more.");
        if (result.GetValue(_threads) < 0) result.AddError("--threads is at least 1, or 0 for as many as there are processors.");
        if (result.GetValue(_samples) is null && result.GetValue(_seed) is not null) result.AddError("--seed goes with --samples.");
    }
}
