using System.Globalization;
using System.Net;
using System.Text;
using Fdkt.Contracts.Reports;

namespace Fdkt.Cli.Reports;

/// <summary>Mean accuracies as horizontal bars with their 95 % intervals, as inline SVG.</summary>
internal static class AccuracyChart
{
    private const int LabelWidth = 210;
    private const int PlotWidth = 520;
    private const int RowHeight = 28;
    private const int BarHeight = 16;
    private const int AxisHeight = 24;

    public static string Render(IReadOnlyList<MethodReport> methods)
    {
        int height = (methods.Count * RowHeight) + AxisHeight;
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {LabelWidth + PlotWidth + 60} {height}\" width=\"{LabelWidth + PlotWidth + 60}\" role=\"img\" aria-label=\"Accuracy of each method with 95 % intervals\" font-size=\"13\" font-family=\"sans-serif\">"));
        for (int percent = 0; percent <= 100; percent += 20)
        {
            double x = X(percent / 100.0);
            svg.Append(Invariant($"<line x1=\"{x:0.#}\" y1=\"0\" x2=\"{x:0.#}\" y2=\"{methods.Count * RowHeight}\" stroke=\"#ddd\"/>"));
            svg.Append(Invariant($"<text x=\"{x:0.#}\" y=\"{height - 6}\" text-anchor=\"middle\" fill=\"#555\">{percent} %</text>"));
        }

        for (int row = 0; row < methods.Count; row++)
        {
            Bar(svg, methods[row], row * RowHeight);
        }

        return svg.Append("</svg>").ToString();
    }

    private static void Bar(StringBuilder svg, MethodReport method, int top)
    {
        double middle = top + (RowHeight / 2.0);
        svg.Append(Invariant($"<text x=\"{LabelWidth - 8}\" y=\"{middle + 4:0.#}\" text-anchor=\"end\">{WebUtility.HtmlEncode(method.Title)}</text>"));
        if (!double.IsFinite(method.AccuracyMean))
        {
            return;
        }

        string colour = method.Name == Contracts.Rounds.Comparison.Fdkt ? "#2166ac" : "#92b5d6";
        double end = X(method.AccuracyMean);
        svg.Append(Invariant($"<rect x=\"{LabelWidth}\" y=\"{middle - (BarHeight / 2.0):0.#}\" width=\"{end - LabelWidth:0.#}\" height=\"{BarHeight}\" fill=\"{colour}\"/>"));
        double label = end;
        if (method.Ci95.IsKnown)
        {
            (double low, double high) = (X(method.Ci95.Low), X(method.Ci95.High));
            svg.Append(Invariant($"<path d=\"M{low:0.#} {middle:0.#}H{high:0.#}M{low:0.#} {middle - 4:0.#}v8M{high:0.#} {middle - 4:0.#}v8\" stroke=\"#222\" fill=\"none\"/>"));
            label = Math.Max(end, high);
        }

        svg.Append(Invariant($"<text x=\"{label + 6:0.#}\" y=\"{middle + 4:0.#}\">{ReportText.Percent(method.AccuracyMean)}</text>"));
    }

    private static double X(double accuracy) => LabelWidth + (PlotWidth * Math.Clamp(accuracy, 0, 1));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
