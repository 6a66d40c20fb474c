using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Systems;

namespace CarbonLca.Formats.Tests.Reference;

/// <summary>Published worked examples, one folder of <c>tests/reference</c> each.</summary>
public sealed class ReferenceCaseTests
{
    private const double Rounding = 1e-12;
    private const double Agreement = 1e-11;

    public static TheoryData<string> Cases => [.. ReferenceCase.Names];

    public static TheoryData<string> AnsweredForSeveralDemands => [.. ReferenceCase.Names.Where(name => ReferenceCase.Load(name).Expectations.Where(e => !e.IsRefusal).DistinctBy(e => e.Demand).Count() > 1)];

    public static TheoryData<string> Answered => [.. ReferenceCase.Names.Where(name => ReferenceCase.Load(name).Expectations.Any(e => !e.IsRefusal))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Answers_are_those_of_the_source(string name)
    {
        ReferenceCase reference = ReferenceCase.Load(name);
        reference.CheckFiles();
        Assert.All(reference.Expectations, expected =>
        {
            if (expected.IsRefusal)
            {
                Assert.Contains(reference.Refusal(expected.Allocation, expected.Demand), f =>
                    f.Severity == Severity.Error && f.Code.ToString() == expected.Key && f.ToText(Language.English).Contains(expected.Names, StringComparison.Ordinal));
                return;
            }

            double actual = reference.Answer(expected.Allocation, expected.Demand).ValueOf(expected);
            double error = Math.Abs(actual - expected.Value);
            Assert.True(error <= expected.Tolerance * Math.Abs(expected.Value), $"{expected}: {actual:R}; expected {expected.Value:R} within {expected.Tolerance} of it.");
        });
    }

    [Theory]
    [MemberData(nameof(AnsweredForSeveralDemands))]
    public void All_demands_together_have_the_answers_of_the_source_by_every_way_to_solve(string name)
    {
        ReferenceCase reference = ReferenceCase.Load(name);
        foreach (IGrouping<string, Expectation> ofAllocation in reference.Expectations.Where(e => !e.IsRefusal).GroupBy(e => e.Allocation))
        {
            string[] demands = [.. ofAllocation.Select(e => e.Demand).Distinct()];
            foreach (SolverPath path in SolverPaths.All)
            {
                CaseAnswer[] together = CaseAnswer.Compute(reference, Allocation.Named(ofAllocation.Key), [.. demands.Select(d => reference.Demands[d])], path);
                Assert.All(ofAllocation, expected =>
                {
                    double actual = together[Array.IndexOf(demands, expected.Demand)].ValueOf(expected);
                    double tolerance = Math.Max(expected.Tolerance, Agreement) * Math.Abs(expected.Value);
                    Assert.True(Math.Abs(actual - expected.Value) <= tolerance, $"{path.Key()}, {expected}: {actual:R}; expected {expected.Value:R} within {tolerance}.");
                });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Answered))]
    public void Nothing_was_repaired_or_cut_off(string name)
    {
        ReferenceCase reference = ReferenceCase.Load(name);
        Assert.DoesNotContain(reference.Package.Findings, f => f.Severity != Severity.Note);
        Assert.All(reference.Answers, answer => Assert.True(answer.System.Links.IsComplete));
    }

    [Theory]
    [MemberData(nameof(Answered))]
    public void Footprints_of_all_products_agree_with_the_direct_solve(string name) =>
        ForEachCategory(name, (answer, category, scale) =>
            Assert.Equal(answer.Impacts[category], answer.Footprints.Of(answer.Demand, category), Rounding * scale));

    [Theory]
    [MemberData(nameof(Answered))]
    public void P6_contributions_by_process_flow_and_first_tier_sum_to_the_total(string name) =>
        ForEachCategory(name, (answer, category, scale) =>
        {
            double total = answer.Impacts[category];
            Assert.Equal(total, answer.Impacts.ByProcess(category).Sum(), Rounding * scale);
            Assert.Equal(total, answer.Impacts.ByFlow(category).Sum(), Rounding * scale);
            Assert.Equal(total, answer.FirstTier(category).Sum(t => t.Impact), Rounding * scale);
        });

    [Theory]
    [MemberData(nameof(Answered))]
    public void P6_everything_passes_through_the_demanded_process(string name) =>
        ForEachCategory(name, (answer, category, scale) =>
        {
            if (answer.Supply.Demand is [(int column, _)]) Assert.Equal(answer.Impacts[category], answer.Footprints.UpstreamTotal(answer.Supply, column, category), Rounding * scale);
        });

    [Theory]
    [MemberData(nameof(Answered))]
    public void D04_order_of_rows_and_columns_leaves_every_bit(string name)
    {
        ReferenceCase reference = ReferenceCase.Load(name);
        ReferenceCase reversed = ReferenceCase.LoadReversed(name);
        Assert.Equal(reference.Package.Database!.Digest, reversed.Package.Database!.Digest);
        foreach ((CaseAnswer a, CaseAnswer b) in reference.Answers.Zip(reversed.Answers))
        {
            Assert.Equal(Bits(a.Supply.Values), Bits(b.Supply.Values));
            Assert.Equal(Bits(a.Impacts.Inventory.Values), Bits(b.Impacts.Inventory.Values));
            foreach (string code in a.Impacts.Method.Categories.Select(c => c.Code))
            {
                Assert.Equal(Bits([a.Impacts[code]]), Bits([b.Impacts[code]]));
                Assert.Equal(Bits(a.Footprints.Category(a.Footprints.Method.FindCategory(code))), Bits(b.Footprints.Category(b.Footprints.Method.FindCategory(code))));
            }
        }
    }

    /// <summary>Every category of every answer, with the sum of what its processes cause in absolute terms: the scale of rounding.</summary>
    private static void ForEachCategory(string name, Action<CaseAnswer, int, double> check)
    {
        foreach (CaseAnswer answer in ReferenceCase.Load(name).Answers)
        {
            Assert.True(answer.Supply.Proof.BackwardError <= 1e-15, $"Backward error {answer.Supply.Proof.BackwardError}.");
            for (int k = 0; k < answer.Impacts.Method.Categories.Length; k++) check(answer, k, answer.Impacts.ByProcess(k).Sum(Math.Abs));
        }
    }

    private static long[] Bits(ReadOnlySpan<double> values) => Array.ConvertAll(values.ToArray(), BitConverter.DoubleToInt64Bits);
}
