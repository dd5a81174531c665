using System.Text;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Tests.Rounds;

public sealed class EncoderSectionTests
{
    [Fact]
    public void Read_NothingSaid_IsTheBuiltInOne() => Assert.Equal(new EncoderSection(), Read("{}").Encoder);

    [Fact]
    public void Read_Folder_IsTakenOver()
    {
        EncoderSection encoder = Read("""{ "encoder": { "kind": "onnx", "folder": "models/e5" } }""").Encoder;

        Assert.Equal(new EncoderSection(EncoderKind.Onnx, "models/e5"), encoder);
    }

    [Theory]
    [InlineData("""{ "kind": "onnx" }""", "encoder.folder")]
    [InlineData("""{ "kind": "checkpoint", "folder": " " }""", "encoder.folder")]
    [InlineData("""{ "folder": "models/e5" }""", "encoder.folder")]
    [InlineData("""{ "kind": "trained", "folder": "models/e5" }""", "encoder.folder")]
    [InlineData("""{ "maximumTokens": 4 }""", "encoder.maximumTokens")]
    [InlineData("""{ "hash": "abc" }""", "encoder.hash")]
    [InlineData("""{ "kind": "best" }""", "encoder.kind")]
    public void Read_WrongValue_NamesTheField(string encoder, string path)
    {
        RoundFileException error = Assert.Throws<RoundFileException>(() => Read($$"""{ "encoder": {{encoder}} }"""));

        Assert.Contains(error.Problems, problem => problem.ToString().StartsWith(path, StringComparison.Ordinal));
    }

    private static RoundFile Read(string json) => RoundFileReader.Read(Encoding.UTF8.GetBytes(json)).File;
}
