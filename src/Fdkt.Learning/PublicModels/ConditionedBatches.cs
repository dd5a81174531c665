using Fdkt.Learning.Embedding;
using Fdkt.Learning.Models;
using Fdkt.Learning.Pretraining;
using static TorchSharp.torch;

namespace Fdkt.Learning.PublicModels;

/// <summary>Training batches in which each text comes with the code of one to three texts like it: what few-shot generation will ask for.</summary>
internal sealed class ConditionedBatches(IReadOnlyList<int[]> texts, float[][] encodings, int[][] neighbours, PublicModelOptions options, Device device)
{
    /// <summary>Part of the texts that come without a code, so that the model also writes unprompted.</summary>
    private const double Unconditioned = 0.1;

    private const int MaximumShots = 3;

    /// <summary>Batches without end.</summary>
    public IEnumerable<TrainingBatch> Endless()
    {
        var random = new Random(options.Seed);
        int[] lengths = [.. texts.Select(text => text.Length)];
        while (true)
        {
            foreach (int[] batch in LengthBucketing.Batches(lengths, options.BatchSize, random))
            {
                float[][] codes = [.. batch.Select(i => Code(i, random))];
                yield return new TrainingBatch(
                    TokenBatch.Pad([.. batch.Select(i => texts[i])], options.MaximumTokens).to(device, disposeAfter: true),
                    TokenBatch.Conditioning(codes, ScalarType.Float32).to(device, disposeAfter: true));
            }
        }
    }

    private float[] Code(int text, Random random)
    {
        int dimension = encodings[0].Length;
        if (random.NextDouble() < Unconditioned)
        {
            return new float[dimension];
        }

        // The text itself is one of its neighbours: codes of one shot then tell the model to stay close to it.
        float[] code = VectorMath.NormalizedSum(
            Enumerable.Range(0, random.Next(1, MaximumShots + 1)).Select(_ => encodings[neighbours[text][random.Next(neighbours[text].Length)]]), dimension);
        System.Numerics.Tensors.TensorPrimitives.Multiply(code, MathF.Sqrt(dimension), code);
        return code;
    }
}
