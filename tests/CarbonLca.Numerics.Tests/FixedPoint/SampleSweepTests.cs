using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Numerics.Tests.Sparse;
using CarbonLca.TestSupport;

namespace CarbonLca.Numerics.Tests.FixedPoint;

public sealed class SampleSweepTests
{
    private const int Lanes = SampleSweep.Lanes;

    [Theory]
    [InlineData(1, 0, 3, 0.3)]
    [InlineData(2, 1, 3, 0.3)]
    [InlineData(60, 2, 3, 0.3)]
    [InlineData(400, 3, 3, 0.3)]
    [InlineData(1500, 4, 3, 0.1)]
    [InlineData(400, 5, 24, 0.3)]
    [InlineData(400, 6, 24, 0.02)]
    public void Every_sample_agrees_with_the_factors_of_its_own_matrix(int n, int seed, double decades, double sigma)
    {
        Case test = new(Matrices.Productive(n, seed, decades: decades), seed, sigma);
        test.Solve();
        int converged = 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            if (test.Workspace.Status(lane) != SampleStatus.Converged) continue;
            converged++;
            Assert.InRange(test.Workspace.ErrorEstimate(lane), 0, SampleSweepOptions.Default.Tolerance);
            test.AssertAgrees(lane, 1e-6);
        }

        Assert.True(converged >= Lanes - 2, $"{converged} of {Lanes} samples converged");
    }

    [Fact]
    public void A_tighter_tolerance_is_met()
    {
        Case test = new(Matrices.Productive(400, 8), 8, 0.2);
        test.Solve(SampleSweepOptions.Default with { Tolerance = 1e-11 });
        for (int lane = 0; lane < Lanes; lane++)
        {
            Assert.Equal(SampleStatus.Converged, test.Workspace.Status(lane));
            test.AssertAgrees(lane, 2e-11);
        }
    }

    [Fact]
    public void The_backward_error_bounds_the_residual_of_every_component()
    {
        Case test = new(Matrices.Productive(400, 9), 9, 0.3);
        test.Solve();
        for (int lane = 0; lane < Lanes; lane++)
        {
            Assert.Equal(SampleStatus.Converged, test.Workspace.Status(lane));
            CscMatrix matrix = test.MatrixOf(lane);
            double[] d = test.RightOf(lane);
            for (int j = 0; j < matrix.ColumnCount; j++)
            {
                double residual = d[j];
                double size = Math.Abs(d[j]);
                for (int p = matrix.ColumnStarts[j]; p < matrix.ColumnStarts[j + 1]; p++)
                {
                    double term = matrix.Values[p] * test.Y[(matrix.RowIndices[p] * Lanes) + lane];
                    residual -= term;
                    size += Math.Abs(term);
                }

                Assert.True(Math.Abs(residual) <= (test.Workspace.BackwardError(lane) + 1e-14) * size, $"column {j} of sample {lane}: {residual:R} of {size:R}");
            }
        }
    }

    [Fact]
    public void Without_variation_every_sample_is_the_reference()
    {
        Case test = new(Matrices.Productive(500, 10), 10, 0);
        test.Solve();
        for (int lane = 0; lane < Lanes; lane++)
        {
            Assert.Equal(SampleStatus.Converged, test.Workspace.Status(lane));
            for (int j = 0; j < 500; j++) Close(test.Reference[j], test.Y[(j * Lanes) + lane], 2e-7);
        }

        Assert.InRange(test.Workspace.SingleSweeps, 1, 12);
    }

    [Fact]
    public void The_bits_of_a_sample_do_not_depend_on_the_other_fifteen()
    {
        const int kept = 5;
        Case test = new(Matrices.Productive(300, 11), 11, 0.3);
        test.Solve();
        double[] first = test.Y.ToArray();
        Random random = new(12);
        foreach (float company in (float[])[1, 3, 1e30f, float.NaN, 0, -1])
        {
            for (int k = 0; k < test.Draws.Length; k++)
            {
                if (k % Lanes != kept) test.Draws[k] = company == 3 ? 0.5f + random.NextSingle() : company;
            }

            test.Solve();
            Assert.Equal(SampleStatus.Converged, test.Workspace.Status(kept));
            for (int j = 0; j < 300; j++) Assert.Equal(first[(j * Lanes) + kept], test.Y[(j * Lanes) + kept]);
        }
    }

    [Fact]
    public void The_bits_of_a_sample_do_not_depend_on_the_products_asked_for()
    {
        CscMatrix matrix = Matrices.Productive(300, 13);
        Case all = new(matrix, 13, 0.3);
        all.Solve();
        for (int column = 0; column < 300; column += 37)
        {
            Case one = new(matrix, 13, 0.3, column);
            one.Solve();
            Assert.True(one.Sweep.NodeCount <= all.Sweep.NodeCount);
            for (int lane = 0; lane < Lanes; lane++) Assert.Equal(all.Y[(column * Lanes) + lane], one.Y[(column * Lanes) + lane]);
        }
    }

    [Fact]
    public void A_loop_that_fails_spoils_only_what_depends_on_it()
    {
        // Two loops, 0-1 and 2-3; 4 depends on the first, 5 on the second. The first does not settle in lane 3, and is not a number in lane 5.
        CscMatrix matrix = new(
            6,
            6,
            [0, 2, 4, 6, 8, 10, 12],
            [0, 1, 0, 1, 2, 3, 2, 3, 1, 4, 3, 5],
            [1, -0.5, -0.5, 1, 1, -0.5, -0.5, 1, -1, 1, -1, 1]);
        FixedPointSystem system = FixedPointSystem.Prepare(matrix);
        double[] d = [1, 1, 1, 1, 0, 0];
        double[] reference = [2, 2, 2, 2, 2, 2];
        SampledEntry[] entries = [new(0, 1, 0, -0.5), new(2, 3, 1, -0.5)];
        SampleSweep both = SampleSweep.Prepare(system, d, reference, entries, []);
        SampleSweep second = SampleSweep.Prepare(system, d, reference, entries, [], [5]);
        float[] draws = new float[2 * Lanes];
        for (int lane = 0; lane < Lanes; lane++) (draws[lane], draws[Lanes + lane]) = (1 + (lane / 100f), 1 + (lane / 50f));
        draws[3] = 5;
        draws[5] = float.NaN;
        SampleWorkspace workspace = both.CreateWorkspace();
        SampleWorkspace alone = second.CreateWorkspace();
        both.Solve(draws, workspace);
        second.Solve(draws, alone);
        double[] all = new double[6 * Lanes];
        double[] expected = new double[Lanes];
        both.CopyAll(workspace, all);
        second.Copy(alone, 5, expected);
        Assert.Equal((SampleStatus.NotConverged, SampleStatus.NotFinite), (workspace.Status(3), workspace.Status(5)));
        for (int lane = 0; lane < Lanes; lane++)
        {
            Assert.Equal(expected[lane], all[(5 * Lanes) + lane]);
            Assert.Equal(lane is 3 or 5, double.IsNaN(all[lane]));
            Assert.Equal(lane is 3 or 5, double.IsNaN(all[(4 * Lanes) + lane]));
        }
    }

    [Fact]
    public void A_sample_with_a_loop_gain_above_one_fails_and_the_others_are_right()
    {
        Case test = new(new CscMatrix(3, 3, [0, 2, 4, 6], [0, 1, 0, 1, 1, 2], [1, -0.5, -0.5, 1, -1, 1]), 14, 0.1);
        for (int row = 0; row < test.Draws.Length / Lanes; row++) (test.Draws[(row * Lanes) + 3], test.Draws[(row * Lanes) + 7]) = (1, 1);
        for (int row = 0; row < 2; row++) test.SetDraw(test.DrawOf(1 - row, row), 3, 2.5f);
        test.SetDraw(test.DrawOf(1, 0), 7, 4.001f);
        test.SetDraw(test.DrawOf(0, 1), 7, 1f);
        test.SetDraw(test.DrawOf(1, 2), 9, float.NaN);
        test.SetDraw(test.DrawOf(1, 0), 12, float.PositiveInfinity);
        test.Solve();
        for (int lane = 0; lane < Lanes; lane++)
        {
            SampleStatus expected = lane switch
            {
                3 or 7 => SampleStatus.NotConverged,
                9 or 12 => SampleStatus.NotFinite,
                _ => SampleStatus.Converged,
            };
            Assert.Equal((lane, expected), (lane, test.Workspace.Status(lane)));
            if (expected == SampleStatus.Converged) test.AssertAgrees(lane, 1e-6);
            else Assert.True(double.IsNaN(test.Y[(2 * Lanes) + lane]) && double.IsNaN(test.Workspace.BackwardError(lane)) && double.IsNaN(test.Workspace.ErrorEstimate(lane)));
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.97)]
    [InlineData(0.99)]
    public void A_slow_loop_is_solved_or_said_to_be_unsolved(double gain)
    {
        Case test = new(new CscMatrix(2, 2, [0, 2, 4], [0, 1, 0, 1], [1, -1, -gain, 1]), 15, 0.001);
        test.Solve();
        for (int lane = 0; lane < Lanes; lane++)
        {
            if (gain < 0.98) Assert.Equal(SampleStatus.Converged, test.Workspace.Status(lane));
            if (test.Workspace.Status(lane) == SampleStatus.Converged) test.AssertAgrees(lane, 1e-6);
        }
    }

    [Fact]
    public void Credits_are_solved_and_an_exact_cancellation_in_the_reference_is_no_reason_to_leave_a_node_out()
    {
        // y₀ = 1, y₁ = 1 − 1·y₀ = 0 in the reference, y₂ = 0.5·y₁ + 0.25·y₃, y₃ = 0.25·y₂ − 0.5·y₀ …
        Case test = new(
            new CscMatrix(4, 4, [0, 1, 3, 6, 9], [0, 0, 1, 1, 2, 3, 0, 2, 3], [1, 1, 1, -0.5, 1, -0.25, 0.5, -0.25, 1]),
            16,
            0.2,
            right: [1, 1, 0, 0]);
        Assert.Equal(0, test.Reference[1]);
        test.Solve();
        for (int lane = 0; lane < Lanes; lane++)
        {
            Assert.Equal(SampleStatus.Converged, test.Workspace.Status(lane));
            test.AssertAgrees(lane, 1e-6);
        }
    }

    [Fact]
    public void What_is_nought_is_left_out_and_stays_nought()
    {
        Case test = new(new CscMatrix(3, 3, [0, 1, 3, 5], [0, 0, 1, 1, 2], [2, -1, 1, -1, 4]), 17, 0.2, right: [0, 0, 8]);
        Assert.Equal(1, test.Sweep.NodeCount);
        test.Solve();
        for (int lane = 0; lane < Lanes; lane++) test.AssertAgrees(lane, 1e-6);
    }

    [Fact]
    public void An_entry_is_the_sum_of_its_terms()
    {
        FixedPointSystem system = FixedPointSystem.Prepare(new CscMatrix(2, 2, [0, 1, 3], [0, 0, 1], [1, -3, 2]));
        SampleSweep sweep = SampleSweep.Prepare(
            system,
            [1, 4],
            [1, 3.5],
            [new(0, 1, 0, -1), new(0, 1, SampledEntry.Fixed, -2), new(1, 1, 1, 1), new(1, 1, 0, 1)],
            [new(1, 0, 3), new(1, SampledEntry.Fixed, 1)]);
        float[] draws = new float[2 * Lanes];
        for (int lane = 0; lane < Lanes; lane++) (draws[lane], draws[Lanes + lane]) = (1 + lane, 2 + lane);
        SampleWorkspace workspace = sweep.CreateWorkspace();
        sweep.Solve(draws, workspace);
        double[] y = new double[Lanes];
        sweep.Copy(workspace, 1, y);
        for (int lane = 0; lane < Lanes; lane++) Close(((3.0 * (1 + lane)) + 1 + (1 + lane) + 2) / (3 + (2 * lane)), y[lane], 1e-15);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_chain_of_100_000_is_solved_as_a_run_and_as_a_loop(bool isClosed)
    {
        const int n = 100_000;
        TripletBuilder builder = new(n, n);
        for (int j = 0; j < n; j++)
        {
            builder.Add(j, j, 1);
            if (j + 1 < n) builder.Add(j + 1, j, -1);
        }

        if (isClosed) builder.Add(0, n - 1, -0.25);
        FixedPointSystem system = FixedPointSystem.Prepare(builder.ToCsc());
        double[] d = [.. Enumerable.Repeat(1.0, n)];
        double[] reference = Deterministic(system, d);
        SampledEntry[] entries = [new(1, 0, 0, -1), new(n / 2, (n / 2) - 1, 1, -1)];
        SampleSweep sweep = SampleSweep.Prepare(system, d, reference, entries, []);
        float[] draws = new float[2 * Lanes];
        for (int lane = 0; lane < Lanes; lane++) (draws[lane], draws[Lanes + lane]) = (0.5f + (lane / 16f), 1.25f - (lane / 16f));
        SampleWorkspace workspace = sweep.CreateWorkspace();
        sweep.Solve(draws, workspace);
        double[] y = new double[n * Lanes];
        sweep.CopyAll(workspace, y);
        for (int lane = 0; lane < Lanes; lane++)
        {
            // Of y_0 = fixed + slope · y_0, by hand.
            double last = 1;
            double slope = isClosed ? 0.25 : 0;
            for (int j = n - 2; j >= 0; j--)
            {
                double weight = j == 0 ? draws[lane] : j == (n / 2) - 1 ? draws[Lanes + lane] : 1;
                (last, slope) = (1 + (weight * last), weight * slope);
            }

            Assert.Equal(SampleStatus.Converged, workspace.Status(lane));
            Close(last / (1 - slope), y[lane], 1e-6);
        }
    }

    [Theory]
    [InlineData(300, 21, 3, 8, 0.3)]
    [InlineData(300, 22, 24, 8, 0.3)]
    [InlineData(300, 23, 3, 3, 0.3)]
    [InlineData(40, 24, 3, 2, 0.1)]
    [InlineData(1, 25, 3, 8, 0.3)]
    public void A_category_has_the_same_bits_alone_and_with_others(int n, int seed, double decades, int categories, double sigma)
    {
        Case test = new(Matrices.Productive(n, seed, decades: decades), seed, sigma);
        Random random = new(seed);
        double[][] d = new double[categories][];
        SampledConstant[][] constants = new SampledConstant[categories][];
        double[][] reference = new double[categories][];
        for (int k = 0; k < categories; k++)
        {
            // Emissions and uptakes, factors decades apart, in some categories at few columns only; the last one is empty.
            double share = k == categories - 1 ? 0 : k % 2 == 0 ? 1 : 0.02;
            double size = Math.Pow(10, (10 * random.NextDouble()) - 5);
            d[k] = [.. test.Right.Select(value => random.NextDouble() < share ? value * size * (k == 2 && random.NextDouble() < 0.3 ? -1 : 1) : 0)];
            constants[k] = [.. test.Constants.Select(constant => constant with { Scale = d[k][constant.Column] })];
            if (k == 0) constants[k] = [.. constants[k].Reverse()];
            reference[k] = Deterministic(test.System, d[k]);
        }

        SampleSweep together = SampleSweep.Prepare(test.System, d, reference, test.Entries, constants);
        SampleWorkspace workspace = together.CreateWorkspace();
        together.Solve(test.Draws, workspace);
        double[] found = new double[categories * Lanes];
        double[] expected = new double[Lanes];
        for (int k = 0; k < categories; k++)
        {
            SampleSweep alone = SampleSweep.Prepare(test.System, d[k], reference[k], test.Entries, constants[k]);
            SampleWorkspace own = alone.CreateWorkspace();
            alone.Solve(test.Draws, own);
            for (int lane = 0; lane < Lanes; lane++)
            {
                Assert.Equal(own.Status(lane), workspace.Status(lane, k));
                Assert.Equal(own.ErrorEstimate(lane), workspace.ErrorEstimate(lane, k));
                Assert.Equal(own.BackwardError(lane), workspace.BackwardError(lane, k));
            }

            for (int column = 0; column < n; column++)
            {
                together.Copy(workspace, column, found);
                alone.Copy(own, column, expected);
                Assert.Equal(expected, found[(k * Lanes)..((k + 1) * Lanes)]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void A_loop_in_which_nothing_is_drawn_is_solved(int categories)
    {
        Case test = new(Matrices.Productive(40, 6), 6, 0.3);
        double[][] right = [.. Enumerable.Repeat(test.Right, categories)];
        double[][] reference = [.. right.Select(d => Deterministic(test.System, d))];
        SampleSweep sweep = SampleSweep.Prepare(test.System, right, reference, [], [.. Enumerable.Repeat<SampledConstant[]>([new(0, 0, test.Right[0])], categories)]);
        SampleWorkspace workspace = sweep.CreateWorkspace();
        float[] draws = [.. Enumerable.Repeat(1f, Lanes)];
        sweep.Solve(draws, workspace);
        double[] found = new double[categories * Lanes];
        for (int column = 0; column < 40; column++)
        {
            sweep.Copy(workspace, column, found);
            foreach (double value in found) Assert.InRange(value, reference[0][column] * (1 - 1e-6), reference[0][column] * (1 + 1e-6));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    public void What_is_not_asked_for_is_not_written(int categories)
    {
        const int n = 60;
        Case test = new(Matrices.Productive(n, 3), 3, 0.2);
        double[][] d = [.. Enumerable.Repeat(test.Right, categories)];
        double[][] reference = [.. d.Select(right => Deterministic(test.System, right))];
        SampleSweep sweep = SampleSweep.Prepare(test.System, d, reference, test.Entries, [.. Enumerable.Repeat(test.Constants.ToArray(), categories)]);
        SampleWorkspace workspace = sweep.CreateWorkspace();
        float[] draws = [.. Enumerable.Repeat(1f, sweep.DrawRowCount * sweep.PassSamples)];
        int size = categories * sweep.PassSamples;
        double[] all = new double[n * size];
        sweep.SolvePass(draws, workspace, sweep.FindColumns([.. Enumerable.Range(0, n)]), all);
        double[] some = new double[2 * size];
        sweep.SolvePass(draws, workspace, sweep.FindColumns([41, 7]), some);
        Assert.Equal(all.AsSpan(41 * size, size).ToArray(), some[..size]);
        Assert.Equal(all.AsSpan(7 * size, size).ToArray(), some[size..]);
    }

    [Fact]
    public void Columns_that_do_not_exist_stand_twice_or_belong_elsewhere_are_refused()
    {
        Case test = new(Matrices.Productive(20, 5), 5, 0.2);
        double[] reference = Deterministic(test.System, test.Right);
        SampleSweep sweep = SampleSweep.Prepare(test.System, test.Right, reference, test.Entries, test.Constants);
        SampleSweep other = SampleSweep.Prepare(test.System, test.Right, reference, test.Entries, test.Constants);
        Assert.Contains("Column 20", Assert.Throws<ArgumentException>(() => sweep.FindColumns([0, 20])).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => sweep.FindColumns([3, 4, 3])).Message, StringComparison.Ordinal);
        SampleWorkspace workspace = sweep.CreateWorkspace();
        float[] draws = new float[sweep.DrawRowCount * sweep.PassSamples];
        double[] values = new double[sweep.PassSamples];
        Assert.Throws<ArgumentException>(() => sweep.SolvePass(draws, workspace, other.FindColumns([1]), values));
        Assert.Throws<ArgumentException>(() => sweep.SolvePass(draws, workspace, sweep.FindColumns([1, 2]), values));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Passes_have_the_bits_of_groups(int categories)
    {
        const int n = 200;
        Case test = new(Matrices.Productive(n, 21), 21, 0.2);
        double[][] d = [.. Enumerable.Range(1, categories).Select(k => test.Right.Select((value, j) => j % k == 0 ? value * k : 0).ToArray())];
        double[][] reference = [.. d.Select(right => Deterministic(test.System, right))];
        SampledConstant[][] constants = [.. d.Select(right => test.Constants.Select(c => c with { Scale = right[c.Column] }).ToArray())];
        SampleSweep sweep = SampleSweep.Prepare(test.System, d, reference, test.Entries, constants);
        SampleWorkspace groups = sweep.CreateWorkspace();
        SampleWorkspace passes = sweep.CreateWorkspace();
        sweep.Solve(test.Draws, groups);
        int[] columns = [.. Enumerable.Range(0, n).Reverse()];
        SampleColumns written = sweep.FindColumns(columns);
        double[] expected = new double[categories * Lanes];
        float[] draws = new float[test.Draws.Length / Lanes * sweep.PassSamples];
        double[] pass = new double[n * categories * sweep.PassSamples];
        for (int first = 0; first < Lanes; first += sweep.PassSamples)
        {
            for (int k = 0; k < draws.Length; k++) draws[k] = test.Draws[(k / sweep.PassSamples * Lanes) + first + (k % sweep.PassSamples)];
            sweep.SolvePass(draws, passes, written, pass);
            double[] again = new double[pass.Length];
            sweep.CopyPass(passes, written, again);
            Assert.Equal(pass, again);
            for (int sample = 0; sample < sweep.PassSamples; sample++)
            {
                for (int j = 0; j < n; j++)
                {
                    sweep.Copy(groups, columns[j], expected);
                    for (int k = 0; k < categories; k++)
                        Assert.Equal(expected[(k * Lanes) + first + sample], pass[(((j * categories) + k) * sweep.PassSamples) + sample]);
                }

                for (int k = 0; k < categories; k++) Assert.Equal(groups.ErrorEstimate(first + sample, k), passes.ErrorEstimate(sample, k));
            }
        }
    }

    [Fact]
    public void What_takes_itself_away_is_measured_by_what_was_there()
    {
        // Emissions and uptakes that leave a ten-thousandth: its digits below float come from the sweeps in double.
        const int n = 300;
        Case test = new(Matrices.Productive(n, 22), 22, 0.2);
        Random random = new(22);
        double[] d = [.. test.Right.Select(value => value * (random.NextDouble() < 0.5 ? 1 : -1))];
        SampledConstant[] constants = [.. test.Constants.Select(c => c with { Scale = d[c.Column] })];
        SampleSweep sweep = SampleSweep.Prepare(test.System, d, Deterministic(test.System, d), test.Entries, constants);
        SampleSweep size = SampleSweep.Prepare(test.System, test.Right, test.Reference, test.Entries, test.Constants);
        SampleSweepOptions tight = SampleSweepOptions.Default with { Tolerance = 1e-12 };
        double[] y = new double[n * Lanes];
        double[] exact = new double[n * Lanes];
        double[] sizes = new double[n * Lanes];
        SampleWorkspace workspace = sweep.CreateWorkspace();
        SampleWorkspace other = size.CreateWorkspace();
        sweep.Solve(test.Draws, workspace);
        sweep.CopyAll(workspace, y);
        sweep.Solve(test.Draws, workspace, tight);
        sweep.CopyAll(workspace, exact);
        size.Solve(test.Draws, other);
        size.CopyAll(other, sizes);
        for (int k = 0; k < y.Length; k++) Assert.InRange(Math.Abs(y[k] - exact[k]), 0, 1e-6 * sizes[k]);
        Assert.All(Enumerable.Range(0, Lanes), lane => Assert.Equal(SampleStatus.Converged, workspace.Status(lane)));
    }

    [Fact]
    public void A_sample_that_fails_fails_in_every_category_it_reaches()
    {
        CscMatrix matrix = new(2, 2, [0, 2, 4], [0, 1, 0, 1], [1, -0.5, -0.5, 1]);
        FixedPointSystem system = FixedPointSystem.Prepare(matrix);
        double[][] d = [[1, 1], [0, 2], [0, 0]];
        double[][] reference = [.. d.Select(right => Deterministic(system, right))];
        SampleSweep sweep = SampleSweep.Prepare(system, d, reference, [new(1, 0, 0, -0.5)], [[], [], []]);
        float[] draws = [.. Enumerable.Repeat(1f, Lanes)];
        draws[5] = 4.5f;
        SampleWorkspace workspace = sweep.CreateWorkspace();
        sweep.Solve(draws, workspace);
        double[] y = new double[3 * Lanes];
        sweep.Copy(workspace, 0, y);
        for (int lane = 0; lane < Lanes; lane++)
        {
            for (int category = 0; category < 3; category++)
            {
                bool fails = lane == 5 && category < 2;
                Assert.Equal(fails ? SampleStatus.NotConverged : SampleStatus.Converged, workspace.Status(lane, category));
                if (fails) Assert.True(double.IsNaN(y[(category * Lanes) + lane]));
                else Close(reference[category][0], y[(category * Lanes) + lane], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void A_group_allocates_nothing(int categories)
    {
        Case test = new(Matrices.Productive(400, 18), 18, 0.3);
        SampleSweep sweep = SampleSweep.Prepare(
            test.System,
            [.. Enumerable.Repeat(test.Right, categories)],
            [.. Enumerable.Repeat(test.Reference, categories)],
            test.Entries,
            [.. Enumerable.Repeat(test.Constants, categories)]);
        SampleWorkspace workspace = sweep.CreateWorkspace();
        double[] y = new double[400 * categories * Lanes];
        for (int turn = 0; turn < 3; turn++) Solve();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int turn = 0; turn < 10; turn++) Solve();
        }));

        void Solve()
        {
            sweep.Solve(test.Draws, workspace, SampleSweepOptions.Default);
            sweep.CopyAll(workspace, y);
        }
    }

    [Fact]
    public void Misuse_is_said()
    {
        FixedPointSystem system = FixedPointSystem.Prepare(new CscMatrix(2, 2, [0, 1, 3], [0, 0, 1], [1, -3, 2]));
        double[] d = [1, 4];
        double[] reference = [1, 3.5];
        Assert.Contains("no entry in row 1 of column 0", Assert.Throws<ArgumentException>(() => SampleSweep.Prepare(system, d, reference, [new(1, 0, 0, 1)], [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SampleSweep.Prepare(system, d, reference, [new(2, 0, 0, 1)], []));
        Assert.Throws<ArgumentException>(() => SampleSweep.Prepare(system, d, reference, [], [new(0, -2, 1)]));
        Assert.Throws<ArgumentException>(() => SampleSweep.Prepare(system, d, reference, [], [new(0, 0, double.NaN)]));
        Assert.Throws<ArgumentException>(() => SampleSweep.Prepare(system, d, [1], [], []));
        Assert.Throws<ArgumentException>(() => SampleSweep.Prepare(system, d, [1, double.NaN], [], []));
        Assert.Throws<ArgumentException>(() => SampleSweep.Prepare(system, d, reference, [], [], [2]));
        Assert.Throws<ArgumentException>(() => SampleSweep.Prepare(system, Array.Empty<double[]>(), [], [], []));
        Assert.Throws<ArgumentException>(() => SampleSweep.Prepare(system, [d, d], [reference], [], [[], []]));
        Assert.Throws<ArgumentException>(() => SampleSweep.Prepare(system, [d, d], [reference, reference], [], [[]]));
        SampleSweep sweep = SampleSweep.Prepare(system, d, reference, [new(0, 1, 4, -3)], []);
        Assert.Equal(5, sweep.DrawRowCount);
        SampleWorkspace workspace = sweep.CreateWorkspace();
        Assert.Throws<ArgumentException>(() => sweep.Solve(new float[4 * Lanes], workspace));
        Assert.Throws<ArgumentOutOfRangeException>(() => sweep.Solve(new float[5 * Lanes], workspace, new SampleSweepOptions { Tolerance = 0 }));
        Assert.Throws<ArgumentException>(() => SampleSweep.Prepare(system, d, reference, [], []).Solve([], workspace));
    }

    private static double[] Deterministic(FixedPointSystem system, double[] d)
    {
        double[] right = new double[d.Length * FixedPointSystem.Lanes];
        double[] y = new double[right.Length];
        for (int j = 0; j < d.Length; j++) right[j * FixedPointSystem.Lanes] = d[j];
        Assert.True(system.SolveTransposed(right, y, FixedPointOptions.Default with { MaximumSweeps = 10_000 }).HasConverged);
        return [.. Enumerable.Range(0, d.Length).Select(j => y[j * FixedPointSystem.Lanes])];
    }

    private static void Close(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Abs(expected), $"expected {expected:R}, found {actual:R}");

    /// <summary>A matrix whose entries, diagonal and right-hand side vary: off the diagonal nine in ten, of the others one in three.</summary>
    private sealed class Case
    {
        private readonly CscMatrix _matrix;
        private readonly double[] _right;
        private readonly List<SampledEntry> _entries = [];
        private readonly List<SampledConstant> _constants = [];

        public Case(CscMatrix matrix, int seed, double sigma, int? column = null, double[]? right = null)
        {
            _matrix = matrix;
            int n = matrix.ColumnCount;
            Random random = new(seed + 1000);
            _right = right ?? [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() < 0.5 ? 0 : Math.Pow(10, (4 * random.NextDouble()) - 2))];
            if (right is null) _right[0] = 1;
            int rows = 0;
            for (int j = 0; j < n; j++)
            {
                for (int p = matrix.ColumnStarts[j]; p < matrix.ColumnStarts[j + 1]; p++)
                {
                    if (random.NextDouble() < (matrix.RowIndices[p] == j ? 0.3 : n < 10 ? 1 : 0.9)) _entries.Add(new(matrix.RowIndices[p], j, rows++, matrix.Values[p]));
                }

                if (random.NextDouble() < 0.3) _constants.Add(new(j, rows++, _right[j]));
            }

            Draws = new float[rows * Lanes];
            for (int k = 0; k < Draws.Length; k++) Draws[k] = MathF.Exp((float)(sigma * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2));
            System = FixedPointSystem.Prepare(matrix);
            Reference = Deterministic(System, _right);
            Sweep = SampleSweep.Prepare(System, _right, Reference, [.. _entries], [.. _constants], column is int wanted ? [wanted] : []);
            Workspace = Sweep.CreateWorkspace();
            Y = new double[n * Lanes];
        }

        public FixedPointSystem System { get; }

        public double[] Right => _right;

        public SampledEntry[] Entries => [.. _entries];

        public SampledConstant[] Constants => [.. _constants];

        public SampleSweep Sweep { get; }

        public SampleWorkspace Workspace { get; }

        public float[] Draws { get; }

        public double[] Reference { get; }

        public double[] Y { get; }

        public void Solve(SampleSweepOptions? options = null)
        {
            Sweep.Solve(Draws, Workspace, options);
            Sweep.CopyAll(Workspace, Y);
        }

        public int DrawOf(int row, int column) => _entries.Single(entry => entry.MatrixRow == row && entry.MatrixColumn == column).DrawRow;

        public void SetDraw(int row, int lane, float value) => Draws[(row * Lanes) + lane] = value;

        public double[] RightOf(int lane)
        {
            double[] right = [.. _right];
            foreach (SampledConstant constant in _constants) right[constant.Column] = constant.Scale * Draws[(constant.DrawRow * Lanes) + lane];
            return right;
        }

        public CscMatrix MatrixOf(int lane)
        {
            double[] values = _matrix.Values.ToArray();
            foreach (SampledEntry entry in _entries)
            {
                for (int p = _matrix.ColumnStarts[entry.MatrixColumn]; p < _matrix.ColumnStarts[entry.MatrixColumn + 1]; p++)
                {
                    if (_matrix.RowIndices[p] == entry.MatrixRow) values[p] = entry.Scale * Draws[(entry.DrawRow * Lanes) + lane];
                }
            }

            return _matrix.WithValues(values);
        }

        public void AssertAgrees(int lane, double tolerance)
        {
            CscMatrix matrix = MatrixOf(lane);
            double[] expected = new double[matrix.ColumnCount];
            LuSymbolic.Analyze(matrix).Factorize(matrix).SolveTransposed(RightOf(lane), expected);
            for (int j = 0; j < expected.Length; j++) Close(expected[j], Y[(j * Lanes) + lane], tolerance);
        }
    }
}
