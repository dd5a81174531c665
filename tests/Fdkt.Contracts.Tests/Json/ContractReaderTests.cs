using System.Text;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Tests.Json;

public sealed class ContractReaderTests
{
    private const string Upload =
        $$"""
        {"schemaVersion":1,"client":"client-1","task":"topics","round":null,"seed":null,"contentHash":"{{Example.Hash}}","manifest":{{Example.ReferenceJson}},"sentAt":"2026-11-25T12:00:00+00:00"}
        """;

    private const string Registration =
        """{"schemaVersion":1,"client":"client-1","keyId":"k","publicKey":"AA","tasks":["topics"],"maximumEpsilon":4,"maximumRows":9,"enrolledAt":"2026-11-25T12:00:00+00:00","revokedAt":null}""";

    private const string Cancel = """{"kind":"cancel","round":"round-1","schemaVersion":1}""";

    [Fact]
    public void Read_UnknownFields_IgnoresThem() =>
        Assert.Equal("client-1", Read(Upload.Replace("{\"schemaVersion\":1,", "{\"addedLater\":{\"a\":[1,2]},\"schemaVersion\":1,", StringComparison.Ordinal)).Client.Value);

    [Theory]
    [InlineData("""{"schemaVersion":1,"round":"round-1","kind":"cancel"}""")]
    [InlineData("""{"round":"round-1","kind":"cancel","schemaVersion":1}""")]
    public void Read_DiscriminatorNotFirst_ReadsTheKind(string json) =>
        Assert.Equal(new CancelRound(1, Example.Round), ContractReader.Read(Encoding.UTF8.GetBytes(json), FederationJsonContext.Default.RoundCommand, 1));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("17")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("""[{"schemaVersion":1}]""")]
    [InlineData("{")]
    [InlineData("{\"schemaVersion\":1")]
    [InlineData("{\"schemaVersion\":1,}")]
    [InlineData("{'schemaVersion':1}")]
    [InlineData("{\"schemaVersion\":01}")]
    [InlineData("{\"schemaVersion\":1} trailing")]
    [InlineData("{\"schemaVersion\":1}{\"schemaVersion\":1}")]
    [InlineData("{\"schemaVersion\":1} // comment")]
    [InlineData("\uFEFF{\"schemaVersion\":1}")]
    [InlineData("{\"\\ud800\":1,\"schemaVersion\":1}")]
    [InlineData("{\"schemaVersion\":1}")]
    public void Read_NoSuchObject_IsMalformed(string json) => Refused(ReasonCode.MalformedJson, json);

    [Fact]
    public void Read_CutAnywhere_IsRefused() => Assert.All(
        Enumerable.Range(0, Upload.TrimEnd().Length), length => Assert.Throws<RefusedException>(() => Read(Upload[..length])));

    [Theory]
    [InlineData("schemaVersion", ReasonCode.UnsupportedSchemaVersion)]
    [InlineData("client", ReasonCode.MalformedJson)]
    [InlineData("task", ReasonCode.MalformedJson)]
    [InlineData("round", ReasonCode.MalformedJson)]
    [InlineData("seed", ReasonCode.MalformedJson)]
    [InlineData("contentHash", ReasonCode.MalformedJson)]
    [InlineData("manifest", ReasonCode.MalformedJson)]
    [InlineData("sha256", ReasonCode.MalformedJson)]
    [InlineData("length", ReasonCode.MalformedJson)]
    [InlineData("sentAt", ReasonCode.MalformedJson)]
    public void Read_FieldMissing_IsRefused(string field, ReasonCode reason) =>
        Refused(reason, Upload.Replace($"\"{field}\":", "\"renamed\":", StringComparison.Ordinal));

    [Theory]
    [InlineData("\"contentHash\":", "null")]
    [InlineData("\"manifest\":", "null")]
    [InlineData("\"sentAt\":", "null")]
    [InlineData("\"sentAt\":", "\"yesterday\"")]
    [InlineData("\"seed\":", "1.5")]
    [InlineData("\"seed\":", "\"1\"")]
    [InlineData("\"seed\":", "99999999999")]
    [InlineData("\"contentHash\":", "17")]
    [InlineData("\"contentHash\":", "\"\\ud800\"")]
    [InlineData("\"manifest\":", "[]")]
    public void Read_FieldOfAnotherType_IsMalformed(string field, string value)
    {
        int at = Upload.IndexOf(field, StringComparison.Ordinal);

        Refused(ReasonCode.MalformedJson, $"{Upload[..at]}{field}{value},\"was\":{Upload[(at + field.Length)..]}");
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("client/1")]
    [InlineData("client.1")]
    [InlineData("client\\\\1")]
    [InlineData("CLIENT-1")]
    [InlineData("cl\\u0000ient")]
    [InlineData("cl\\u202eient")]
    [InlineData("\\uff43lient")]
    [InlineData("llm")]
    [InlineData("-a")]
    [InlineData("a--b")]
    [InlineData("")]
    [InlineData("0123456789012345678901234567890123456789012345678")]
    public void Read_NameThatIsNone_IsRefusedByName(string name)
    {
        RefusedException refused = Refused(ReasonCode.InvalidName, Upload.Replace("\"client\":\"client-1\"", $"\"client\":\"{name}\"", StringComparison.Ordinal));

        Assert.All(refused.Message, character => Assert.InRange(character, ' ', '~'));
    }

    [Fact]
    public void Read_NameIsNull_IsRefused() => Assert.Throws<RefusedException>(() => Read(Upload.Replace("\"client-1\"", "null", StringComparison.Ordinal)));

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("1.5")]
    [InlineData("\"1\"")]
    [InlineData("null")]
    [InlineData("{\"schemaVersion\":1}")]
    public void Read_AnotherSchemaVersion_IsUnsupported(string version) =>
        Refused(ReasonCode.UnsupportedSchemaVersion, Upload.Replace("\"schemaVersion\":1", $"\"schemaVersion\":{version}", StringComparison.Ordinal));

    [Theory]
    [InlineData("\"kind\":\"inventedLater\",")]
    [InlineData("\"kind\":\"\",")]
    [InlineData("")]
    public void Read_UnknownKind_IsRefusedByKind(string kind)
    {
        byte[] json = Encoding.UTF8.GetBytes(Cancel.Replace("\"kind\":\"cancel\",", kind, StringComparison.Ordinal));

        Assert.Equal(ReasonCode.UnknownKind, Assert.Throws<RefusedException>(() => ContractReader.Read(json, FederationJsonContext.Default.RoundCommand, 1)).Reason);
    }

    [Theory]
    [InlineData("\"kind\":17,")]
    [InlineData("\"kind\":null,")]
    [InlineData("\"kind\":{},")]
    [InlineData("\"kind\":\"cancel\",\"kind\":\"start\",")]
    public void Read_KindIsNoText_IsRefused(string kind)
    {
        byte[] json = Encoding.UTF8.GetBytes(Cancel.Replace("\"kind\":\"cancel\",", kind, StringComparison.Ordinal));

        Assert.Throws<RefusedException>(() => ContractReader.Read(json, FederationJsonContext.Default.RoundCommand, 1));
    }

    [Theory]
    [InlineData('[', ']', 10_000)]
    [InlineData('[', ']', ContractReader.MaximumDepth)]
    [InlineData('[', ' ', 1_000_000)]
    public void Read_NestedTooDeep_IsTooDeep(char open, char close, int depth) => Refused(
        ReasonCode.TooDeep,
        Upload.Replace("{\"schemaVersion\":1", $"{{\"deep\":{new string(open, depth)}{new string(close, depth)},\"schemaVersion\":1", StringComparison.Ordinal));

    [Fact]
    public void Read_ObjectsNestedTooDeep_IsTooDeep() => Refused(ReasonCode.TooDeep, string.Concat(Enumerable.Repeat("{\"a\":", 10_000)));

    [Fact]
    public void Read_NestedAsDeepAsAllowed_Reads()
    {
        string deep = new string('[', ContractReader.MaximumDepth - 1) + new string(']', ContractReader.MaximumDepth - 1);

        Assert.Equal(Example.Client, Read(Upload.Replace("{\"schemaVersion\":1", $"{{\"deep\":{deep},\"schemaVersion\":1", StringComparison.Ordinal)).Client);
    }

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { 0xc0, 0x80 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xe2, 0x82 })]
    public void Read_BytesThatAreNoUtf8_AreRefused(byte[] hostile)
    {
        byte[] json = [.. "{\"schemaVersion\":1,\"client\":\""u8, .. hostile, .. "\"}"u8];

        Assert.Equal(ReasonCode.NotUtf8, Assert.Throws<RefusedException>(() => ContractReader.Read(json, FederationJsonContext.Default.DemoUpload, 1)).Reason);
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("\"NaN\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("NaN")]
    public void Read_NumberThatIsNotFinite_IsMalformed(string number)
    {
        byte[] json = Encoding.UTF8.GetBytes(Registration.Replace("\"maximumEpsilon\":4", $"\"maximumEpsilon\":{number}", StringComparison.Ordinal));

        Assert.Equal(ReasonCode.MalformedJson, Assert.Throws<RefusedException>(() => ContractReader.Read(json, FederationJsonContext.Default.ClientRegistration, 1)).Reason);
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("[\"topics\",null]")]
    [InlineData("null")]
    public void Read_NullInAListOfIds_IsRefused(string tasks)
    {
        byte[] json = Encoding.UTF8.GetBytes(Registration.Replace("[\"topics\"]", tasks, StringComparison.Ordinal));

        Assert.Throws<RefusedException>(() => ContractReader.Read(json, FederationJsonContext.Default.ClientRegistration, 1));
    }

    [Theory]
    [InlineData("\"texts\":[]", "\"texts\":[null]")]
    [InlineData("\"texts\":[]", "\"texts\":null")]
    [InlineData("\"stages\":[]", "\"stages\":[null]")]
    public void Read_NullInAListOfAKind_IsMalformed(string list, string hostile)
    {
        const string Completed =
            """{"kind":"completed","demos":null,"texts":[],"stages":[],"schemaVersion":1,"job":"r.s1.augmentation","attempt":"a","round":"r","seed":1,"client":null,"at":"2026-11-25T12:00:00+00:00"}""";

        JobFact honest = ContractReader.Read(Encoding.UTF8.GetBytes(Completed), FederationJsonContext.Default.JobFact, 1);
        RefusedException refused = Assert.Throws<RefusedException>(
            () => ContractReader.Read(Encoding.UTF8.GetBytes(Completed.Replace(list, hostile, StringComparison.Ordinal)), FederationJsonContext.Default.JobFact, 1));

        Assert.IsType<JobCompleted>(honest);
        Assert.Equal(ReasonCode.MalformedJson, refused.Reason);
    }

    [Theory]
    [InlineData("\"epsilon\":4", "\"epsilon\":0")]
    [InlineData("\"epsilon\":4,", "")]
    [InlineData("\"delta\":1E-05,", "")]
    [InlineData("\"delta\":1E-05", "\"delta\":1")]
    [InlineData("\"mechanism\":\"votes\"", "\"mechanism\":\"auto\"")]
    [InlineData("\"mechanism\":\"votes\"", "\"mechanism\":2")]
    [InlineData("\"unit\":\"one record\"", "\"unit\":\" \"")]
    [InlineData("\"unit\":\"one record\"", "\"unit\":null")]
    public void Read_StatementThatPromisesNothing_IsMalformed(string promise, string hostile)
    {
        const string Outcome =
            $$"""{"schemaVersion":1,"round":"r","task":"t","phase":"completed","reason":null,"clients":[],"stages":[],"privacy":[{{Example.StatementJson}}],"augmented":[],"startedAt":"2026-11-25T12:00:00+00:00","endedAt":"2026-11-25T12:00:00+00:00"}""";

        Assert.Single(ContractReader.Read(Encoding.UTF8.GetBytes(Outcome), FederationJsonContext.Default.RoundOutcome, 1).Privacy);
        RefusedException refused = Assert.Throws<RefusedException>(
            () => ContractReader.Read(Encoding.UTF8.GetBytes(Outcome.Replace(promise, hostile, StringComparison.Ordinal)), FederationJsonContext.Default.RoundOutcome, 1));

        Assert.Equal(ReasonCode.MalformedJson, refused.Reason);
    }

    [Fact]
    public void Read_HostileText_IsNotRepeatedInTheMessage()
    {
        RefusedException refused = Refused(ReasonCode.MalformedJson, Upload.Replace("\"seed\":null", "\"seed\":\"a private sentence\"", StringComparison.Ordinal));

        Assert.DoesNotContain("private", refused.Message, StringComparison.Ordinal);
    }

    private static RefusedException Refused(ReasonCode reason, string json)
    {
        RefusedException refused = Assert.Throws<RefusedException>(() => Read(json));
        Assert.Equal(reason, refused.Reason);
        return refused;
    }

    private static DemoUpload Read(string json) => ContractReader.Read(Encoding.UTF8.GetBytes(json), FederationJsonContext.Default.DemoUpload, DemoUpload.CurrentSchemaVersion);
}
