"""Independent high-precision values for the privacy tests. Needs Python 3 with mpmath, numpy and scipy.

Rényi: direct integration of the definition with mpmath (50 digits), by the trapezoidal rule, whose error on these
integrands falls exponentially; no series. PLD: inversion of the characteristic function of the loss, computed by
quadrature over the noise; no grid of losses, no rounding of losses. Discrete Gaussian: direct sums.
"""
import numpy as np
from mpmath import mp, mpf, exp, log, sqrt, pi, erfc, ceil, floor
from scipy.optimize import brentq

mp.dps = 50


def renyi(q, sigma, order):
    q, sigma, order = mpf(q), mpf(sigma), mpf(order)
    step = min(sigma / 10, 2 * pi ** 2 * sigma ** 2 / 70)
    low, high = -15 * sigma, order + 15 * sigma
    n = int(ceil((high - low) / step))
    total = mpf(0)
    for i in range(n + 1):
        z = low + i * step
        u = q * (exp((2 * z - 1) / (2 * sigma ** 2)) - 1)
        # Less its linear part, whose mean is 0: leaves the small excess over 1 in full precision.
        total += exp(-z * z / (2 * sigma ** 2)) * ((1 + u) ** order - 1 - order * u)
    excess = total * step / (sigma * sqrt(2 * pi))
    return log(1 + excess) / (order - 1)


def discrete_delta(sigma, epsilon):
    sigma = mpf(sigma)
    reach = int(20 * sigma) + 20
    weight = {k: exp(-mpf(k) ** 2 / (2 * sigma ** 2)) for k in range(-reach, reach + 2)}
    total = sum(weight.values())
    return sum(max(mpf(0), weight[k] - exp(mpf(epsilon)) * weight[k + 1]) for k in range(-reach, reach + 1)) / total


def composed_epsilon(q, sigma, steps, delta, remove, period=40.0):
    x = np.linspace(-14 * sigma, 1 + 14 * sigma, 40001)
    density = lambda m: np.exp(-(x - m) ** 2 / (2 * sigma * sigma)) / np.sqrt(2 * np.pi) / sigma
    loss = np.log1p(q * np.expm1((2 * x - 1) / (2 * sigma * sigma)))
    mass = ((1 - q) * density(0) + q * density(1) if remove else density(0)) * (x[1] - x[0])
    loss = loss if remove else -loss
    phi = []
    for k in range(4000):
        phi.append(np.sum(mass * np.exp(1j * np.pi * k / period * loss)) ** steps)
        if abs(phi[-1]) < 1e-18:
            break

    def delta_at(e):
        total = phi[0].real * ((period - e) - (1 - np.exp(e - period)))
        for k in range(1, len(phi)):
            t = np.pi * k / period
            first = (np.exp(-1j * t * period) - np.exp(-1j * t * e)) / (-1j * t)
            z = -1j * t - 1
            second = (np.exp(z * period + e) - np.exp(z * e + e)) / z
            total += 2 * (phi[k] * (first - second)).real
        return total / (2 * period)

    return brentq(lambda e: delta_at(e) - delta, 1e-3, 0.6 * period, xtol=1e-11)


def write(name, header, rows):
    with open(name, "w", newline="\n") as f:
        f.write(header + "\n")
        for row in rows:
            f.write(",".join(str(v) for v in row) + "\n")


if __name__ == "__main__":
    points = [("1e-7", ".1", "1.01"), ("1e-6", ".1", "256"), ("1e-5", ".1", "256.1"), ("1e-6", "1", "27"), ("1e-4", "1", "1.5"),
              ("1e-3", "1", "2"), (".01", "10", "20"), (".1", "100", "20.5"), (".99", ".1", "256"), (".999", "100", "256.1"),
              (".5", "1", "1.1"), (".01", ".5", "1.1"), (".2", "3", "10.9"), ("1e-7", "5", "1.3")]
    write("renyi.csv", "q,sigma,order,divergence", [(*p, mp.nstr(renyi(*p), 17)) for p in points])
    cases = [(.04, 1.5, 2249, 1e-5), (.04, 1.5, 2250, 1e-5), (.05, 1.5, 1000, 1e-5), (.05, 1.5, 1000, 1e-6), (.2, 3., 100, 1e-6),
             (.05, .8, 100, 1e-6)]
    write("composed.csv", "q,sigma,steps,delta,epsilonRemove,epsilonAdd",
          [(*c, f"{composed_epsilon(*c, True):.9f}", f"{composed_epsilon(*c, False):.9f}") for c in cases])
    write("discrete.csv", "sigma,epsilon,delta",
          [(s, e, mp.nstr(discrete_delta(s, e), 17)) for s in (".4", "1", "20") for e in ("0", ".1", ".7", "3")])
    write("erfc.csv", "x,erfc,logErfc",
          [(x, mp.nstr(erfc(mpf(x)), 20), mp.nstr(log(erfc(mpf(x))), 20))
           for x in ("-6", "-1.5", "-.3", "0", "1e-9", ".1", ".46", ".48", "1", "2.7", "3.99", "4.01", "9", "25",
                    "-20.5", "-3.25", "-.4375", ".46875", ".5", ".875", "1.25", "3.5", "4.5", "4.875", "6.5", "15.5", "26.5")])
