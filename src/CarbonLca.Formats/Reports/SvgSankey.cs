using CarbonLca.Diagnostics;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;

namespace CarbonLca.Formats.Reports;

/// <summary>Draws a supply tree as flows from the product to its suppliers; the height of every node and ribbon is what it brings.</summary>
internal sealed class SvgSankey
{
    private const double Width = 1000;
    private const double NodeWidth = 10;
    private const double LeastSlot = 19;
    private const double Tallest = 460;
    private const double LastColumn = 300;
    private const double CharacterWidth = 7.2;

    private readonly SupplyTree _tree;
    private readonly Language _language;
    private readonly int _digits;
    private readonly List<int>[] _children;
    private readonly int[] _depths;
    private readonly double[] _slots;
    private readonly double[] _tops;
    private readonly double _scale;
    private readonly double _columnWidth;

    private SvgSankey(SupplyTree tree, int digits, Language language)
    {
        _tree = tree;
        _digits = digits;
        _language = language;
        int count = tree.Nodes.Length;
        _children = new List<int>[count];
        _depths = new int[count];
        for (int i = 0; i < count; i++)
        {
            _children[i] = [];
            if (i == 0) continue;
            _children[tree.Nodes[i].Parent].Add(i);
            _depths[i] = _depths[tree.Nodes[i].Parent] + 1;
        }

        double largest = tree.Nodes.Max(n => Math.Abs(n.Part.Value));
        _scale = largest == 0 ? 0 : Tallest / largest;
        _columnWidth = (Width - LastColumn) / Math.Max(1, _depths.Max());
        _slots = new double[count];
        for (int i = count - 1; i >= 0; i--) _slots[i] = Math.Max(Math.Max(LeastSlot, HeightOf(i) + 3), _children[i].Sum(c => _slots[c]));
        _tops = new double[count];
        for (int i = 0; i < count; i++)
        {
            double top = _tops[i];
            foreach (int child in _children[i])
            {
                _tops[child] = top;
                top += _slots[child];
            }
        }
    }

    /// <summary>The chart as an <c>svg</c> element.</summary>
    public static string Draw(SankeyChart chart, Wording summary, Language language) => new SvgSankey(chart.Tree, chart.SignificantDigits, language).Draw(chart.Unit, summary.In(language));

    private string Draw(string unit, string summary)
    {
        SvgBuilder svg = new(Width, _slots[0] + 8, summary);
        for (int i = 1; i < _tree.Nodes.Length; i++) Ribbon(svg, i, unit);
        for (int i = 0; i < _tree.Nodes.Length; i++) Node(svg, i, unit);
        return svg.ToString();
    }

    private void Ribbon(SvgBuilder svg, int i, string unit)
    {
        int parent = _tree.Nodes[i].Parent;
        double from = Y(parent);
        foreach (int sibling in _children[parent].TakeWhile(c => c != i)) from += HeightOf(sibling);
        double to = Y(i);
        double height = Math.Max(0.6, HeightOf(i));
        double x1 = X(parent) + NodeWidth;
        double x2 = X(i);
        double middle = (x1 + x2) / 2;
        string data = $"M{SvgBuilder.N(x1)} {SvgBuilder.N(from)}C{SvgBuilder.N(middle)} {SvgBuilder.N(from)} {SvgBuilder.N(middle)} {SvgBuilder.N(to)} {SvgBuilder.N(x2)} {SvgBuilder.N(to)}"
            + $"V{SvgBuilder.N(to + height)}C{SvgBuilder.N(middle)} {SvgBuilder.N(to + height)} {SvgBuilder.N(middle)} {SvgBuilder.N(from + height)} {SvgBuilder.N(x1)} {SvgBuilder.N(from + height)}Z";
        svg.Path(data, _tree.Nodes[i].Part.Value < 0 ? "flow-credit" : $"flow f{Branch(i) % 8}", Tip(i, unit));
    }

    private void Node(SvgBuilder svg, int i, string unit)
    {
        SupplyNode node = _tree.Nodes[i];
        double height = Math.Max(1, HeightOf(i));
        svg.Rectangle(X(i), Y(i), NodeWidth, height, node.Part.Value < 0 ? "credit" : $"c{(i == 0 ? 7 : Branch(i) % 8)}", Tip(i, unit));
        string value = Digits.Significant(node.Part.Value, _digits);
        double room = (_children[i].Count == 0 ? LastColumn - 30 : _columnWidth - NodeWidth - 8) / CharacterWidth;
        string name = DisplayWidth.Cut(node.Part.Name.In(_language), Math.Max(6, (int)room - value.Length - 1));
        svg.Text(X(i) + NodeWidth + 4, Y(i) + Math.Min(height / 2, 40) + 4, $"{name} {value}", "start", "small");
    }

    private string Tip(int i, string unit)
    {
        SupplyNode node = _tree.Nodes[i];
        string place = node.Part.Location is { Length: > 0 } location ? $" ({location})" : string.Empty;
        return $"{node.Part.Name.In(_language)}{place}: {Digits.Significant(node.Part.Value, _digits)} {unit}; {ReportWords.Own.In(_language)} {Digits.Significant(node.Own, _digits)}; {ReportWords.OtherPaths.In(_language)} {Digits.Significant(node.Rest, _digits)}";
    }

    // Which supplier of the product a path leads through; it gives the colour.
    private int Branch(int i)
    {
        while (i > 0 && _tree.Nodes[i].Parent != 0) i = _tree.Nodes[i].Parent;
        return i == 0 ? 0 : _children[0].IndexOf(i);
    }

    private double X(int i) => 4 + (_depths[i] * _columnWidth);

    private double Y(int i) => _tops[i] + 2;

    private double HeightOf(int i) => Math.Abs(_tree.Nodes[i].Part.Value) * _scale;
}
