namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Where a solve reads and writes, eight lanes to a row, rows on cache lines.</summary>
/// <param name="constant">Right-hand side, <c>[node][8]</c>.</param>
/// <param name="state">Solution, <c>[node][8]</c>.</param>
/// <param name="sizes">How large the components of the feedback nodes are where terms cancel, <c>[feedback node][8]</c>.</param>
/// <param name="amplifications">‖(I − T)⁻¹‖ of each segment as far as it is known, <c>[segment][8]</c>.</param>
internal readonly unsafe struct SweepMemory(double* constant, double* state, double* sizes, double* amplifications)
{
    private readonly double* _sizes = sizes;
    private readonly double* _amplifications = amplifications;

    /// <summary>Right-hand side, <c>[node][8]</c>.</summary>
    public double* Constant { get; } = constant;

    /// <summary>Solution, <c>[node][8]</c>.</summary>
    public double* State { get; } = state;

    /// <summary>How many doubles it takes to solve for so many nodes.</summary>
    public static int LengthFor(int count, int feedbackCount, int segmentCount) =>
        checked(((2 * count) + feedbackCount + segmentCount) * FixedPointSystem.Lanes);

    /// <summary>The parts of one block of memory.</summary>
    public static SweepMemory At(double* start, int count, int feedbackCount)
    {
        long rows = count * (long)FixedPointSystem.Lanes;
        long sizes = feedbackCount * (long)FixedPointSystem.Lanes;
        return new SweepMemory(start, start + rows, start + (2 * rows), start + (2 * rows) + sizes);
    }

    /// <summary>What is known of one loop.</summary>
    public LoopMemory Loop(int segment, FixedPointSystem.Segment loop) =>
        new(_sizes + (loop.FeedbackStart * (long)FixedPointSystem.Lanes), _amplifications + (segment * (long)FixedPointSystem.Lanes));
}

/// <summary>What one solution of a loop tells the next.</summary>
/// <param name="sizes">How large the components of its feedback nodes are where terms cancel, <c>[feedback node][8]</c>.</param>
/// <param name="amplification">‖(I − T)⁻¹‖ of its sweep as far as it is known, eight lanes.</param>
internal readonly unsafe struct LoopMemory(double* sizes, double* amplification)
{
    /// <summary>How large the components of its feedback nodes are where terms cancel.</summary>
    public double* Sizes { get; } = sizes;

    /// <summary>‖(I − T)⁻¹‖ of its sweep as far as it is known.</summary>
    public double* Amplification { get; } = amplification;
}
