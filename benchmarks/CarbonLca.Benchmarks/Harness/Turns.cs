namespace CarbonLca.Benchmarks.Harness;

/// <summary>Measures steps in turn, round after round, so that what disturbs the machine disturbs all of them.</summary>
internal sealed class Turns(int rounds, TextWriter progress)
{
    private readonly List<Step> _steps = [];

    /// <summary>Adds a step that runs on one thread: processor time counts.</summary>
    /// <param name="run">The step.</param>
    /// <param name="isLong">Whether it takes so long that it is not warmed up and runs in the first round only; for code that is not managed.</param>
    public Step Add(Action run, bool isLong = false) => Add(new Step(run, isLong, isOnTheWall: false));

    /// <summary>Adds a step that several threads do or that waits for files: time on the wall counts.</summary>
    public Step AddOnTheWall(Action run, bool isLong = false) => Add(new Step(run, isLong, isOnTheWall: true));

    /// <summary>Runs all rounds. Round 0 warms up: code is compiled and memory is touched; it does not count.</summary>
    public void Run(string name)
    {
        for (int round = 0; round <= rounds; round++)
        {
            foreach (Step step in _steps)
            {
                if (step.IsLong && round != 1)
                    continue;
                GC.Collect();
                step.Measure(counts: round > 0);
            }
            progress.WriteLine($"{name}: round {round} of {rounds}");
        }
    }

    private Step Add(Step step)
    {
        _steps.Add(step);
        return step;
    }

    /// <summary>One of the steps.</summary>
    internal sealed class Step(Action run, bool isLong, bool isOnTheWall)
    {
        private readonly List<double> _processor = [];
        private readonly List<double> _wall = [];

        public bool IsLong { get; } = isLong;

        /// <summary>The median of the time that counts.</summary>
        public double Milliseconds => Stopclock.Median(isOnTheWall ? _wall : _processor);

        /// <summary>The median of processor time, of all threads together.</summary>
        public double ProcessorMilliseconds => Stopclock.Median(_processor);

        /// <summary>Runs it once more.</summary>
        public void Measure(bool counts)
        {
            (double processor, double wall) = Stopclock.Measure(run);
            if (!counts)
                return;
            _processor.Add(processor);
            _wall.Add(wall);
        }
    }
}
