using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Worker;

namespace Fdkt.GpuJobs.Tests.Worker;

/// <summary>Whatever comes over the queue is read or refused by its reason: never another exception, never memory for what is asked.</summary>
public sealed class JobReaderTests
{
    public static TheoryData<string, ReasonCode> Edits => new()
    {
        { "schemaVersion=2", ReasonCode.UnsupportedSchemaVersion },
        { "kind=\"mining\"", ReasonCode.UnknownKind },
        { "kind=null", ReasonCode.MalformedJson },
        { "kind=\"augmentation\"", ReasonCode.MalformedJson },
        { "id=null", ReasonCode.InvalidName },
        { "id=\"../../etc/passwd\"", ReasonCode.InvalidName },
        { "id=\"round-1.s1.synthesis.client-1\"", ReasonCode.InvalidName },
        { "client=\"client-2\"", ReasonCode.InvalidName },
        { "client=\"..\"", ReasonCode.InvalidName },
        { "client=null", ReasonCode.InvalidName },
        { "round=\"a/b\"", ReasonCode.InvalidName },
        { "task=\"\"", ReasonCode.InvalidName },
        { "seed=-1", ReasonCode.MalformedJson },
        { "seed=1e300", ReasonCode.MalformedJson },
        { "labels=null", ReasonCode.MalformedJson },
        { "labels=[\"one\"]", ReasonCode.MalformedJson },
        { "labels=[\"one\",\"one\"]", ReasonCode.MalformedJson },
        { "labels=[\"one\",null]", ReasonCode.MalformedJson },
        { "labels=[\"one\",\" \"]", ReasonCode.MalformedJson },
        { "domain=null", ReasonCode.MalformedJson },
        { "model=null", ReasonCode.MalformedJson },
        { "deadline=\"tomorrow\"", ReasonCode.MalformedJson },
        { "privacy=null", ReasonCode.MalformedJson },
        { "privacy={\"epsilon\":-1}", ReasonCode.MalformedJson },
        { "privacy={\"epsilon\":\"NaN\"}", ReasonCode.MalformedJson },
        { "privacy={\"delta\":1}", ReasonCode.MalformedJson },
        { "privacy={\"mechanism\":\"none\"}", ReasonCode.MalformedJson },
        { "synthesis=null", ReasonCode.MalformedJson },
        { "synthesis={\"demosPerLabel\":2147483647}", ReasonCode.MalformedJson },
        { "synthesis={\"candidates\":2147483647}", ReasonCode.MalformedJson },
        { "synthesis={\"topics\":2147483647}", ReasonCode.MalformedJson },
        { "synthesis={\"topP\":\"Infinity\"}", ReasonCode.MalformedJson },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void Read_OneValueThatIsNoneAllowed_IsRefusedByItsReason(string edit, ReasonCode reason)
    {
        JsonNode job = JsonNode.Parse(Bytes(Synthesis()))!;
        string[] parts = edit.Split('=', 2);
        job[parts[0]] = JsonNode.Parse(parts[1]);

        Assert.Equal(reason, Refusal(Encoding.UTF8.GetBytes(job.ToJsonString())));
    }

    [Fact]
    public void Read_AnyFieldLeftOut_IsReadOrRefused()
    {
        foreach (Job job in new Job[] { Synthesis(), Augmentation(), Training() })
        {
            foreach (string name in JsonNode.Parse(Bytes(job))!.AsObject().Select(property => property.Key).ToArray())
            {
                JsonObject less = JsonNode.Parse(Bytes(job))!.AsObject();
                less.Remove(name);

                Exception? fault = Record.Exception(() => JobReader.Read(Encoding.UTF8.GetBytes(less.ToJsonString())));

                Assert.True(fault is null or RefusedException, $"{job.GetType().Name} without {name}: {fault}");
            }
        }
    }

    [Theory]
    [InlineData("{\"schemaVersion\":1,\"kind\":\"training\",\"texts\":[null]}")]
    [InlineData("{\"schemaVersion\":1,\"kind\":\"training\",\"methods\":[\"telepathy\"]}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    public void Read_SomethingElse_IsRefused(string json) => Refusal(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void Read_TooLarge_IsNotEvenParsed() => Assert.Equal(ReasonCode.MessageTooLarge, Refusal(new byte[QueueMessage.MaximumBytes + 1]));

    [Fact]
    public void Read_TenThousandLevels_IsTooDeep() =>
        Assert.Equal(ReasonCode.TooDeep, Refusal(Encoding.UTF8.GetBytes($"{{\"schemaVersion\":1,\"kind\":\"synthesis\",\"x\":{new string('[', 10_000)}{new string(']', 10_000)}}}")));

    [Fact]
    public void Read_NoUtf8_IsRefused() => Assert.Equal(ReasonCode.NotUtf8, Refusal([(byte)'{', 0xFF, 0xFE, (byte)'}']));

    [Theory]
    [InlineData(Comparison.Fdkt, Comparison.Fdkt)]
    public void Read_MethodTwice_IsRefused(Comparison first, Comparison second) =>
        Assert.Equal(ReasonCode.MalformedJson, Refusal(Bytes(Augmentation() with { Methods = [first, second] })));

    [Fact]
    public void Read_WholeJobs_AreTheSame()
    {
        Assert.Equal(Bytes(Synthesis()), Bytes(JobReader.Read(Bytes(Synthesis()))));
        Assert.Equal(Bytes(Augmentation()), Bytes(JobReader.Read(Bytes(Augmentation()))));
        Assert.Equal(Bytes(Training()), Bytes(JobReader.Read(Bytes(Training()))));
    }

    private static ReasonCode Refusal(byte[] body) => Assert.Throws<RefusedException>(() => JobReader.Read(body)).Reason;

    private static byte[] Bytes(Job job) => JsonSerializer.SerializeToUtf8Bytes(job, FederationJsonContext.Default.Job);

    private static SynthesisJob Synthesis() => new(
        1, JobId.Synthesis(SmallFederation.Round, 0, SmallFederation.Client), SmallFederation.Round, SmallFederation.Task, 0, ["one", "two"], "text", "model", default, SmallFederation.Client,
        new PrivacySection(), new SynthesisSection());

    private static AugmentationJob Augmentation() => new(
        1, JobId.Augmentation(SmallFederation.Round, 0), SmallFederation.Round, SmallFederation.Task, 0, ["one", "two"], "text", "model", default, new AugmentationSection(), [Comparison.Fdkt]);

    private static TrainingJob Training() => new(
        1, JobId.Training(SmallFederation.Round, 0, SmallFederation.Client), SmallFederation.Round, SmallFederation.Task, 0, ["one", "two"], "text", "model", default, SmallFederation.Client,
        [new WrittenTexts(Comparison.Fdkt, new("augmented", "name", "hash", 1, "application/json"))], [Comparison.Fdkt], new AugmentationSection(), new TrainingSection());
}
