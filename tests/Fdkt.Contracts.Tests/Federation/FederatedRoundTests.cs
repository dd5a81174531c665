using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Tests.Federation;

public sealed class FederatedRoundTests
{
    [Fact]
    public void ToOrder_ARoundThatNamesFolders_NamesNone()
    {
        var file = new RoundFile() with
        {
            Data = new DataSection(new DataSource("private.csv")),
            Training = new TrainingSection(PrivateWeight: 2, Student: new StudentSection("/models/bert")),
            Augmentation = new AugmentationSection(TextsPerLabel: 7, Embedder: new EmbedderSection("/models/minilm")),
            Encoder = new EncoderSection(EncoderKind.Onnx, "/models/minilm", Hash: new string('a', 64)),
            Comparisons = [Comparison.PrivateOnly, Comparison.Fdkt, Comparison.NonPrivateDemos],
        };

        RoundFile order = FederatedRound.ToOrder(file);

        Assert.DoesNotContain("/models", RoundFileReader.Write(order), StringComparison.Ordinal);
        Assert.Null(order.Data);
        Assert.Equal(new EncoderSection(EncoderKind.Onnx, Hash: new string('a', 64)), order.Encoder);
        Assert.Empty(RoundFileValidator.Validate(order));
        Assert.Equal((2, 7), (order.Training.PrivateWeight, order.Augmentation.TextsPerLabel));
        Assert.Equal([Comparison.PrivateOnly, Comparison.Fdkt], order.Comparisons);
    }
}
