using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CarbonLca.Numerics.Tests.FixedPoint;

public sealed class SweepLayoutTests
{
    [Fact]
    public void The_order_has_the_components_of_Tarjan_and_what_a_node_leads_to_before_it() =>
        Prop.ForAll(
            Gen.Choose(1, 40).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix matrix = Graph(n, seed);
                StronglyConnectedComponents components = StronglyConnectedComponents.Of(matrix);
                TopologicalOrder order = TopologicalOrder.Of(matrix.ColumnStarts, matrix.RowIndices);
                Assert.Equal(Enumerable.Range(0, n), order.Nodes.Order());
                int at = 0;
                foreach (FixedPointSystem.Segment segment in order.Segments)
                {
                    Assert.Equal(at, segment.Start);
                    at = segment.End;
                    IEnumerable<int> found = order.Nodes[segment.Start..segment.End].Select(column => components.ComponentOf[column]);
                    Assert.Equal(segment.IsCyclic ? 1 : segment.Count, found.Distinct().Count());
                }

                Assert.Equal(n, at);
                int[] nodeOf = new int[n];
                for (int node = 0; node < n; node++) nodeOf[order.Nodes[node]] = node;
                for (int j = 0; j < n; j++)
                {
                    foreach (int i in matrix.RowIndices[matrix.ColumnStarts[j]..matrix.ColumnStarts[j + 1]])
                        Assert.True(nodeOf[i] <= nodeOf[j] || components.ComponentOf[i] == components.ComponentOf[j]);
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_entry_stands_once_among_its_kind_and_feedback_nodes_are_those_led_back_to() =>
        Prop.ForAll(
            Gen.Choose(1, 40).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix matrix = Graph(n, seed);
                FixedPointSystem system = FixedPointSystem.Prepare(matrix);
                SweepLayout layout = system.Layout;
                HashSet<int> ledBackTo = [];
                foreach (FixedPointSystem.Segment segment in layout.Segments)
                {
                    for (int node = segment.Start; node < segment.End; node++)
                    {
                        int column = system.NodeColumns[node];
                        Dictionary<int, double> expected = [];
                        for (int p = matrix.ColumnStarts[column]; p < matrix.ColumnStarts[column + 1]; p++)
                        {
                            if (matrix.RowIndices[p] != column) expected.Add(matrix.RowIndices[p], -matrix.Values[p] / matrix[column, column]);
                        }

                        for (int p = layout.Starts[node]; p < layout.Starts[node + 1]; p++)
                        {
                            int target = layout.Targets[p];
                            Assert.True(expected.Remove(system.NodeColumns[target], out double weight));
                            Assert.Equal(weight, layout.Weights[p]);
                            bool isOutside = target < segment.Start || !segment.IsCyclic;
                            Assert.Equal(isOutside, p < layout.Splits[node]);
                            Assert.Equal(target > node, p >= layout.Splits[node] && p < layout.Turns[node]);
                            if (target > node) ledBackTo.Add(target);
                        }

                        Assert.Empty(expected);
                        ReadOnlySpan<int> before = layout.Targets.AsSpan(layout.Turns[node]..layout.Starts[node + 1]);
                        if (!before.IsEmpty) Assert.Equal(before.ToArray().Max(), before[^1]);
                    }

                    Assert.Equal(
                        ledBackTo.Where(node => node >= segment.Start && node < segment.End).Order(),
                        layout.Feedback[segment.FeedbackStart..(segment.FeedbackStart + segment.FeedbackCount)]);
                }

                Assert.Equal(ledBackTo.Count, layout.Feedback.Length);
            }).QuickCheckThrowOnFailure();

    // A positive diagonal, other than one now and then, and a few entries anywhere.
    private static CscMatrix Graph(int n, int seed)
    {
        Random random = new(seed);
        TripletBuilder builder = new(n, n);
        for (int j = 0; j < n; j++) builder.Add(j, j, random.Next(3) == 0 ? 2 + random.NextDouble() : 1);
        HashSet<(int, int)> used = [];
        for (int k = random.Next(3 * n); k > 0; k--)
        {
            (int Row, int Column) place = (random.Next(n), random.Next(n));
            if (place.Row != place.Column && used.Add(place)) builder.Add(place.Row, place.Column, -random.NextDouble() - 0.01);
        }

        return builder.ToCsc();
    }
}
