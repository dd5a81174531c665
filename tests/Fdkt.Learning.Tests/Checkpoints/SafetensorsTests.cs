using System.Text;
using Fdkt.Learning.Checkpoints;
using TorchSharp;

namespace Fdkt.Learning.Tests.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-safetensors-").FullName;

    private string FilePath => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_OneTensor_GivesTheBytesOfTheFormat()
    {
        SafetensorsWriter.Write(FilePath, [SafetensorsTensor.FromSingles("a", [2], new float[] { 1f, -2f })], new Dictionary<string, string> { ["k"] = "v" });

        const string Header = "{\"__metadata__\":{\"k\":\"v\"},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        string padded = Header.PadRight((Header.Length + 7) / 8 * 8);
        byte[] expected = [.. BitConverter.GetBytes((long)padded.Length), .. Encoding.ASCII.GetBytes(padded), 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0];
        Assert.Equal(expected, File.ReadAllBytes(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData(SafetensorsDtype.F32, 1e-30f, 1e-30f)]
    [InlineData(SafetensorsDtype.BF16, 1.00390625f, 1f)] // Half way between two: to the even one.
    [InlineData(SafetensorsDtype.BF16, 1.01171875f, 1.015625f)]
    [InlineData(SafetensorsDtype.BF16, float.NegativeInfinity, float.NegativeInfinity)]
    [InlineData(SafetensorsDtype.BF16, float.NaN, float.NaN)]
    [InlineData(SafetensorsDtype.BF16, 3.39e38f, 3.3895314e38f)]
    [InlineData(SafetensorsDtype.BF16, 3.4e38f, float.PositiveInfinity)]
    [InlineData(SafetensorsDtype.F16, 2049f, 2048f)]
    [InlineData(SafetensorsDtype.F16, 70000f, float.PositiveInfinity)]
    public void ReadSingles_OfWritten_IsTheRoundedValue(SafetensorsDtype dtype, float value, float expected)
    {
        SafetensorsWriter.Write(FilePath, [SafetensorsTensor.FromSingles("x", [], new[] { value }, dtype)]);

        using var reader = SafetensorsReader.Open(FilePath);

        Assert.Equal(expected, Assert.Single(reader.ReadSingles("x")));
    }

    [Theory]
    [InlineData(SafetensorsDtype.F32)]
    [InlineData(SafetensorsDtype.BF16)]
    [InlineData(SafetensorsDtype.F16)]
    public void ReadSingles_LongerThanABlock_AllValues(SafetensorsDtype dtype)
    {
        float[] values = [.. Enumerable.Range(0, 200_003).Select(i => (float)(i % 255))];
        SafetensorsWriter.Write(FilePath, [SafetensorsTensor.FromSingles("x", [values.Length], values, dtype)]);

        using var reader = SafetensorsReader.Open(FilePath);

        Assert.Equal(values, reader.ReadSingles("x"));
    }

    [Fact]
    public void ReadTensors_OfWrittenTensors_SameNamesShapesAndValues()
    {
        Fdkt.Learning.Native.TorchRuntime.EnsureLoaded();
        using var scope = torch.NewDisposeScope();
        torch.Tensor weight = torch.arange(6).to(torch.ScalarType.Float32).reshape(2, 3).t();
        torch.Tensor ids = torch.tensor(new long[] { long.MinValue, 7 });
        SafetensorsWriter.Write(FilePath, [weight.ToSafetensors("w"), ids.ToSafetensors("ids"), torch.zeros(0, 4).ToSafetensors("none")]);

        using var reader = SafetensorsReader.Open(FilePath);
        IReadOnlyDictionary<string, torch.Tensor> read = reader.ReadTensors();

        Assert.Equal([3L, 2L], read["w"].shape);
        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], read["w"].data<float>().ToArray());
        Assert.Equal([long.MinValue, 7L], read["ids"].data<long>().ToArray());
        Assert.Equal([0L, 4L], read["none"].shape);
    }

    [Fact]
    public void Write_SameNameTwice_ThrowsAndLeavesNothing()
    {
        SafetensorsTensor tensor = SafetensorsTensor.FromSingles("a", [1], new float[1]);

        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(FilePath, [tensor, tensor]));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void FromSingles_ShapeOfAnotherLength_Throws() =>
        Assert.Throws<ArgumentException>(() => SafetensorsTensor.FromSingles("a", [2, 2], new float[3]));

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16, "a", "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "b", "starts at 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "a", "starts at 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "a", "not a range")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, null, "9 bytes of data")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "a", "does not take the 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "a", "negative")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "a", "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "a", "not a range")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "a", "not a range")]
    [InlineData("""{"a":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}}""", 8, "a", "element type")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "a", "missing")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8, null, "header")]
    [InlineData("""{"a":{"dtype":4,"shape":[2],"data_offsets":[0,8]}}""", 8, null, "header")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, null, "header")]
    [InlineData("""["a"]""", 0, null, "header")]
    [InlineData("""{"a":""", 0, null, "header")]
    public void Open_HeaderThatBreaksARule_NamesFileTensorAndReason(string header, int dataLength, string? tensor, string reason)
    {
        Write(header, (ulong)header.Length, dataLength);

        CheckpointException error = Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(FilePath));

        Assert.Equal((FilePath, tensor), (error.File, error.Tensor));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1000UL)]
    [InlineData(99_999_999UL)]
    [InlineData(ulong.MaxValue)]
    public void Open_HeaderLengthOutOfBounds_Throws(ulong length)
    {
        Write("{}", length, 0);

        Assert.Contains($"{length} bytes", Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(FilePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_CutAnywhere_Throws()
    {
        SafetensorsWriter.Write(FilePath, [SafetensorsTensor.FromSingles("a", [4], new float[4])]);
        byte[] bytes = File.ReadAllBytes(FilePath);
        for (int length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(FilePath, bytes[..length]);
            Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(FilePath));
        }
    }

    [Fact]
    public void ReadSingles_FileCutWhileOpen_Throws()
    {
        SafetensorsWriter.Write(FilePath, [SafetensorsTensor.FromSingles("a", [4], new float[4])]);
        using var reader = SafetensorsReader.Open(FilePath);
        using (var file = new FileStream(FilePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(file.Length - 1);
        }

        Assert.Equal("a", Assert.Throws<CheckpointException>(() => reader.ReadSingles("a")).Tensor);
    }

    [Fact]
    public void ReadSingles_MissingOrOfAnotherType_NamesTheTensor()
    {
        SafetensorsWriter.Write(FilePath, [SafetensorsTensor.FromInt64s("ids", [1], new long[1])]);
        using var reader = SafetensorsReader.Open(FilePath);

        Assert.Equal("b", Assert.Throws<CheckpointException>(() => reader.ReadSingles("b")).Tensor);
        Assert.Equal("ids", Assert.Throws<CheckpointException>(() => reader.ReadSingles("ids")).Tensor);
    }

    private void Write(string header, ulong headerLength, int dataLength) =>
        File.WriteAllBytes(FilePath, [.. BitConverter.GetBytes(headerLength), .. Encoding.UTF8.GetBytes(header), .. new byte[dataLength]]);
}
