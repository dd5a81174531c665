using System.Text.Json;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Models;
using Fdkt.Tests;
using TorchSharp;

namespace Fdkt.Learning.Tests.Checkpoints;

public sealed class Llama2cCheckpointTests
{
    [Fact]
    public void Read_ReferenceModel_ShapeAndNamesFitTheDecoder()
    {
        Llama2cCheckpoint checkpoint = Llama2cCheckpoint.Read(SharedData.Require("tinystories260k/stories260K.bin"));

        Assert.Equal(260_032, checkpoint.Tensors.Sum(tensor => tensor.Values.Length));
        Assert.Equal(260_032, checkpoint.Config.ParameterCount);
        Assert.Equal(
            new ParameterLayout(checkpoint.Config).Slots.Select(slot => slot.Name).Order(StringComparer.Ordinal),
            checkpoint.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ToTensors_ReferenceModelInTheDecoder_GivesTheReferenceLosses()
    {
        using DecoderModel model = Load();
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(SharedData.Require("tinystories260k/expected.json")));
        foreach (JsonElement example in expected.RootElement.GetProperty("encode").EnumerateArray())
        {
            long[] ids = [.. example.GetProperty("token_ids_with_bos").EnumerateArray().Select(id => id.GetInt64())];
            using var scope = torch.NewDisposeScope();
            using IDisposable grad = torch.no_grad();

            double loss = model.Loss(torch.tensor(ids).unsqueeze(0)).item<float>() / (ids.Length - 1);

            Assert.Equal(example.GetProperty("mean_nll_per_predicted_token").GetDouble(), loss, 1e-3);
        }
    }

    [Fact]
    public void ToTensors_ReferenceModelInTheDecoder_GivesTheReferenceGreedyIds()
    {
        using DecoderModel model = Load();
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(SharedData.Require("tinystories260k/expected.json")));
        long[] greedy = [.. expected.RootElement.GetProperty("greedy_from_bos").GetProperty("token_ids").EnumerateArray().Select(id => id.GetInt64())];
        long[] ids = [1, .. greedy];
        using var scope = torch.NewDisposeScope();
        using IDisposable grad = torch.no_grad();

        using torch.Tensor best = model.Forward(torch.tensor(ids[..^1]).unsqueeze(0)).argmax(-1);

        Assert.Equal(greedy, best.data<long>().ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(27)]
    [InlineData(28)]
    [InlineData(1_056_539)]
    public void Read_CutShort_Throws(int length)
    {
        byte[] bytes = File.ReadAllBytes(SharedData.Require("tinystories260k/stories260K.bin"));

        Assert.Throws<CheckpointException>(() => ReadBytes(bytes[..length]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 63)]
    [InlineData(3, -8)]
    [InlineData(4, 3)]
    [InlineData(5, int.MinValue)]
    [InlineData(2, int.MaxValue)]
    public void Read_HeaderThatIsNoModel_Throws(int field, int value)
    {
        byte[] bytes = File.ReadAllBytes(SharedData.Require("tinystories260k/stories260K.bin"));
        BitConverter.TryWriteBytes(bytes.AsSpan(4 * field), value);

        Assert.Contains("header", Assert.Throws<CheckpointException>(() => ReadBytes(bytes)).Message, StringComparison.Ordinal);
    }

    private static DecoderModel Load()
    {
        Llama2cCheckpoint checkpoint = Llama2cCheckpoint.Read(SharedData.Require("tinystories260k/stories260K.bin"));
        IReadOnlyDictionary<string, torch.Tensor> tensors = checkpoint.ToTensors();
        var model = new DecoderModel(checkpoint.Config, seed: 1);
        model.Load(tensors);
        foreach (torch.Tensor tensor in tensors.Values)
        {
            tensor.Dispose();
        }

        return model;
    }

    private static Llama2cCheckpoint ReadBytes(byte[] bytes)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes);
            return Llama2cCheckpoint.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
