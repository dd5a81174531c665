namespace Fdkt.Learning.Tests.Checkpoints.HuggingFace;

/// <summary>The parts of a transformer in float64 and plain loops, written from the papers. Calls nothing of the code under test, and no tensor library.</summary>
internal static class ReferenceMath
{
    /// <summary>W x + b with W (outputs, inputs) row-major.</summary>
    public static double[] Linear(double[] weight, double[]? bias, double[] x)
    {
        var y = new double[weight.Length / x.Length];
        for (int o = 0; o < y.Length; o++)
        {
            double sum = bias is null ? 0 : bias[o];
            for (int i = 0; i < x.Length; i++)
            {
                sum += weight[(o * x.Length) + i] * x[i];
            }

            y[o] = sum;
        }

        return y;
    }

    /// <summary>x W + b with W (inputs, outputs) row-major: GPT-2's Conv1D.</summary>
    public static double[] Conv1D(double[] weight, double[] bias, double[] x)
    {
        var y = (double[])bias.Clone();
        for (int i = 0; i < x.Length; i++)
        {
            for (int o = 0; o < y.Length; o++)
            {
                y[o] += x[i] * weight[(i * y.Length) + o];
            }
        }

        return y;
    }

    public static double[] RmsNorm(double[] x, double[] weight, double epsilon)
    {
        double scale = 1 / Math.Sqrt((x.Sum(v => v * v) / x.Length) + epsilon);
        return [.. x.Select((v, i) => v * scale * weight[i])];
    }

    public static double[] LayerNorm(double[] x, double[] weight, double[] bias, double epsilon)
    {
        double mean = x.Average();
        double variance = x.Sum(v => (v - mean) * (v - mean)) / x.Length;
        return [.. x.Select((v, i) => ((v - mean) / Math.Sqrt(variance + epsilon) * weight[i]) + bias[i])];
    }

    public static double Silu(double x) => x / (1 + Math.Exp(-x));

    public static double GeluNew(double x) => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));

    /// <summary>x Φ(x), with the series of erf whose terms are all positive (Abramowitz, Stegun 1964, 7.1.6).</summary>
    public static double Gelu(double x)
    {
        double z = Math.Abs(x) / Math.Sqrt(2);
        double term = z, sum = z;
        for (int n = 1; n < 400; n++)
        {
            term *= 2 * z * z / ((2 * n) + 1);
            sum += term;
        }

        double erf = Math.Min(1, 2 / Math.Sqrt(Math.PI) * Math.Exp(-z * z) * sum);
        return 0.5 * x * (1 + (Math.Sign(x) * erf));
    }

    public static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    /// <summary>Attention of every position, causal unless told otherwise; head h of the queries reads key and value head h / (heads / keyValueHeads).</summary>
    public static double[][] Attention(double[][] query, double[][] key, double[][] value, int heads, int keyValueHeads, int size, bool causal = true)
    {
        var result = new double[query.Length][];
        for (int t = 0; t < query.Length; t++)
        {
            result[t] = new double[heads * size];
            for (int h = 0; h < heads; h++)
            {
                int shared = h / (heads / keyValueHeads);
                var scores = new double[causal ? t + 1 : key.Length];
                for (int s = 0; s < scores.Length; s++)
                {
                    for (int i = 0; i < size; i++)
                    {
                        scores[s] += query[t][(h * size) + i] * key[s][(shared * size) + i] / Math.Sqrt(size);
                    }
                }

                double most = scores.Max();
                double total = scores.Sum(v => Math.Exp(v - most));
                for (int s = 0; s < scores.Length; s++)
                {
                    for (int i = 0; i < size; i++)
                    {
                        result[t][(h * size) + i] += Math.Exp(scores[s] - most) / total * value[s][(shared * size) + i];
                    }
                }
            }
        }

        return result;
    }
}
