using CarbonLca.Benchmarks;
using CarbonLca.Benchmarks.Figures;
using CarbonLca.Benchmarks.Generator;
using CarbonLca.Benchmarks.Harness;
using CarbonLca.Benchmarks.Sampling;

const string Usage = """
    check [PRESET…]                 generates systems, prints what they measure, compares with their descriptions and digests
    solve [PRESET…] [--rounds N]    factorise and solve, against other solvers; writes benchmarks/results/<cpu>/Solve.md
    figures [--only N,…] [--rounds N]
                                    the eleven figures the engine is judged by; writes benchmarks/results/<cpu>/Figures.md
    draws [--rounds N]              a draw of every distribution, against MathNet.Numerics; writes benchmarks/results/<cpu>/Draws.md
    bdn [BenchmarkDotNet options]   single steps with allocations, by BenchmarkDotNet
    versions                        what results are measured with
    """;

try
{
    switch (args.FirstOrDefault())
    {
        case "check":
            return SystemCheck.Run(args.Skip(1), Console.Out) ? 0 : 1;
        case "solve":
            SolveRun.Run(args[1..], Console.Out);
            return 0;
        case "figures":
            FiguresRun.Run(args[1..], Console.Out);
            return 0;
        case "draws":
            DrawComparison.Run(args[1..], Console.Out);
            return 0;
        case "bdn":
            StepBenchmarks.Run(args[1..]);
            return 0;
        case "versions":
            Console.Write(ResultFolder.Versions());
            return 0;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (ArgumentException misuse)
{
    Console.Error.WriteLine(misuse.Message);
    return 2;
}
