using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Accounting.Loss;

/// <summary>Collects pieces of a loss law onto a grid, each split between the two points around it.</summary>
/// <remarks>
/// Doroshenko, Ghazi, Kamath, Kumar, Manurangsi 2022, arXiv:2207.04380. The split keeps the mass of the piece under P and
/// under Q, which draws the chord of the hockey-stick curve (in exp ε) between the grid points: an upper bound that is
/// exact at them. Equal to the second-difference form of the paper, without its cancellation.
/// </remarks>
internal sealed class ConnectTheDots
{
    private readonly double _step;
    private readonly double[] _masses;
    private readonly double _chord;

    /// <summary>A grid over the points start … start + length − 1.</summary>
    public ConnectTheDots(long start, int length, double step)
    {
        Start = start;
        _step = step;
        _masses = new double[length];
        _chord = -Elementary.ExpM1(-step);
    }

    public long Start { get; }

    public int Length => _masses.Length;

    public double Loss(int point) => (Start + point) * _step;

    /// <summary>A piece whose losses lie between <paramref name="point"/> and the next point.</summary>
    /// <param name="point">Index of the lower point.</param>
    /// <param name="mass">Mass under P.</param>
    /// <param name="otherMass">Mass under Q.</param>
    public void AddCell(int point, double mass, double otherMass)
    {
        double loss = Loss(point);

        // mass·(1 − Q/P·e^loss)/(1 − e^−h) goes up. Far out, where e^loss overflows, all of it does.
        double up = loss > 700.0 ? mass : Math.Clamp((mass - (otherMass * Math.Exp(loss))) / _chord, 0.0, mass);
        _masses[point] += mass - up;
        _masses[point + 1] += up;
    }

    /// <summary>A single loss with its mass under P.</summary>
    public void AddAtom(double loss, double mass)
    {
        int point = (int)(Math.Floor(loss / _step) - Start);
        double up = Math.Clamp(-Elementary.ExpM1(Loss(point) - loss) / _chord, 0.0, 1.0);
        _masses[point] += mass * (1.0 - up);
        _masses[point + 1] += mass * up;
    }

    /// <summary>Mass put at a point as it is.</summary>
    public void AddPoint(int point, double mass) => _masses[point] += mass;

    public GridLoss Build(double infinity) => new(Start, _masses, infinity);
}
