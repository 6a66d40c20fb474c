using System.CommandLine;
using System.Security.Cryptography;
using CarbonLca.Diagnostics;
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
    }

    /// <summary>What makes no sense in the options.</summary>
    public IEnumerable<Wording> Misuses(ParseResult parsed)
    {
        if (parsed.GetValue(_samples) is { } samples and (< 1 or > FootprintUncertainty.MostSamples))
        {
            yield return new Wording(
                $"--samples is {samples}; expected 1 to {FootprintUncertainty.MostSamples}. 'carbonlca mc' takes more.",
                $"--samples 为 {samples}；应为 1 至 {FootprintUncertainty.MostSamples}。'carbonlca mc' 可取更多。");
        }

        if (parsed.GetValue(_threads) is < 0 and var threads) yield return NegativeThreads(threads);
        if (parsed.GetValue(_samples) is null && parsed.GetValue(_seed) is not null) yield return new Wording("--seed goes with --samples.", "--seed 需与 --samples 同用。");
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

    /// <summary>What is said of fewer threads than none.</summary>
    public static Wording NegativeThreads(int threads) => new(
        $"--threads is {threads}; expected 1 or more, or 0 for as many as there are processors.",
        $"--threads 为 {threads}；应为 1 或以上，或 0（与处理器数相同）。");

    /// <summary>The seed that was given, else one that nobody chose.</summary>
    public static long SeedOf(long? given) => given ?? BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
}
