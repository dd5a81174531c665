using System.Numerics.Tensors;

namespace Fdkt.Learning.Students;

/// <summary>Minimises a smooth convex function of many variables (Liu, Nocedal 1989, Algorithm 2.1) with a backtracking line search.</summary>
internal static class LimitedMemoryBfgs
{
    private const int Memory = 7;
    private const double SufficientDecrease = 1e-4;
    private const int SmallSteps = 3;

    /// <summary>Evaluates the function: writes the gradient at the point, returns the value.</summary>
    public delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

    /// <summary>Minimises from a starting point, in place.</summary>
    /// <param name="point">Start, and on return the minimum found.</param>
    /// <param name="objective">The function.</param>
    /// <param name="maximumIterations">At least 1.</param>
    /// <param name="tolerance">Stops where the relative decrease stays below this for three iterations.</param>
    public static void Minimize(double[] point, Objective objective, int maximumIterations, double tolerance)
    {
        int size = point.Length;
        double[] gradient = new double[size], next = new double[size], nextGradient = new double[size], direction = new double[size];
        var history = new LinkedList<(double[] Step, double[] Change, double Curvature)>();
        double value = objective(point, gradient);
        int small = 0;
        for (int iteration = 0; iteration < maximumIterations; iteration++)
        {
            Direction(gradient, history, direction);
            double slope = TensorPrimitives.Dot<double>(gradient, direction);
            if (slope > -1e-18)
            {
                return;
            }

            double length = iteration == 0 ? Math.Min(1, 1 / TensorPrimitives.Norm<double>(gradient)) : 1;
            double nextValue = double.PositiveInfinity;
            for (int trial = 0; trial < 30; trial++, length /= 2)
            {
                TensorPrimitives.MultiplyAdd<double>(direction, length, point, next);
                nextValue = objective(next, nextGradient);
                if (nextValue <= value + SufficientDecrease * length * slope)
                {
                    break;
                }
            }

            if (!(nextValue < value))
            {
                return;
            }

            double[] step = new double[size], change = new double[size];
            TensorPrimitives.Subtract<double>(next, point, step);
            TensorPrimitives.Subtract<double>(nextGradient, gradient, change);
            double curvature = TensorPrimitives.Dot<double>(step, change);
            if (curvature > 1e-12 * TensorPrimitives.SumOfSquares<double>(change))
            {
                history.AddLast((step, change, curvature));
                if (history.Count > Memory)
                {
                    history.RemoveFirst();
                }
            }

            // One short step says little about the next, so convergence needs several in a row.
            small = value - nextValue <= tolerance * Math.Max(1e-12, Math.Abs(value)) ? small + 1 : 0;
            next.CopyTo(point, 0);
            (gradient, nextGradient) = (nextGradient, gradient);
            value = nextValue;
            if (small >= SmallSteps)
            {
                return;
            }
        }
    }

    /// <summary>The two-loop recursion: −H·gradient.</summary>
    private static void Direction(double[] gradient, LinkedList<(double[] Step, double[] Change, double Curvature)> history, double[] direction)
    {
        TensorPrimitives.Negate<double>(gradient, direction);
        var factors = new Stack<double>();
        for (var node = history.Last; node is not null; node = node.Previous)
        {
            double factor = TensorPrimitives.Dot<double>(node.Value.Step, direction) / node.Value.Curvature;
            factors.Push(factor);
            TensorPrimitives.MultiplyAdd<double>(node.Value.Change, -factor, direction, direction);
        }

        if (history.Last is { } last)
        {
            double scale = last.Value.Curvature / TensorPrimitives.SumOfSquares<double>(last.Value.Change);
            TensorPrimitives.Multiply<double>(direction, scale, direction);
        }

        for (var node = history.First; node is not null; node = node.Next)
        {
            double back = TensorPrimitives.Dot<double>(node.Value.Change, direction) / node.Value.Curvature;
            TensorPrimitives.MultiplyAdd<double>(node.Value.Step, factors.Pop() - back, direction, direction);
        }
    }
}
