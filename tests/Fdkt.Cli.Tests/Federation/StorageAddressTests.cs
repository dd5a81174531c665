using Fdkt.Cli.Errors;
using Fdkt.Cli.Federation;

namespace Fdkt.Cli.Tests.Federation;

public sealed class StorageAddressTests
{
    [Theory]
    [InlineData("folder:store", "Folder", "/base/store")]
    [InlineData("FOLDER:/elsewhere", "Folder", "/elsewhere")]
    [InlineData("https://account.blob.core.windows.net", "Entra", "https://account.blob.core.windows.net")]
    [InlineData("AccountName=a;AccountKey=k;BlobEndpoint=http://127.0.0.1:10000/a", "ConnectionString", "AccountName=a;AccountKey=k;BlobEndpoint=http://127.0.0.1:10000/a")]
    [InlineData("UseDevelopmentStorage=true", "ConnectionString", "UseDevelopmentStorage=true")]
    public void Parse_EachForm_IsRecognized(string text, string kind, string value) =>
        Assert.Equal(new StorageAddress(Enum.Parse<StorageKind>(kind), value), StorageAddress.Parse(text, "/base"));

    [Theory]
    [InlineData("folder:")]
    [InlineData("http://account.blob.core.windows.net")]
    [InlineData("https://account.blob.core.windows.net?sv=1&sig=secret")]
    [InlineData("https://user:secret@account.blob.core.windows.net")]
    [InlineData("AccountKey=secret")]
    [InlineData("secret")]
    [InlineData("")]
    public void Parse_AnythingElse_IsRefusedWithoutRepeatingIt(string text)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => StorageAddress.Parse(text, "/base"));

        Assert.Equal(ExitCode.InvalidInput, error.ExitCode);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_ConnectionString_HidesTheKey() =>
        Assert.DoesNotContain("secret", StorageAddress.Parse("AccountName=a;AccountKey=secret", "/base").ToString(), StringComparison.Ordinal);
}
