using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Tests.Documents;

public sealed class PathTests
{
    [Fact]
    public void ArtifactPath_OfEachKind_LiesHere()
    {
        Assert.Equal("demos: client-1/topics/rounds/round-1/s1", Shown(ArtifactPath.Demos(Example.Client, Example.Task, Example.Round, 1)));
        Assert.Equal("demos: client-1/topics/pushed/0123456789abcdef", Shown(ArtifactPath.Pushed(Example.Client, Example.Task, Example.Hash)));
        Assert.Equal("augmented: topics/round-1/s1/nofilter", Shown(ArtifactPath.Augmented(Example.Task, Example.Round, 1, Comparison.NoFilter)));
    }

    [Fact]
    public void ArtifactPath_Files_LieInItsFolder()
    {
        Assert.Equal("client-1/topics/rounds/round-1/s1/manifest.json", Example.Path.ManifestName);
        Assert.Equal("client-1/topics/rounds/round-1/s1/data.jsonl.gz", Example.Path.DatasetName);
        Assert.Equal("client-1/topics/rounds/round-1/s1/quarantine.json", Example.Path.QuarantineName);
    }

    [Fact]
    public void DocumentPath_OfEachKind_LiesHere()
    {
        Assert.Equal("clients/client-1.json", DocumentPath.Client(Example.Client).Name);
        Assert.Equal("rounds/round-1/request.json", DocumentPath.Request(Example.Round).Name);
        Assert.Equal("rounds/round-1/status.json", DocumentPath.Status(Example.Round).Name);
        Assert.Equal("rounds/round-1/outcome.json", DocumentPath.Outcome(Example.Round).Name);
        Assert.Equal("rounds/round-1/progress.json", DocumentPath.Progress(Example.Round).Name);
        Assert.Equal("rounds/round-1/demos/s1.json", DocumentPath.DemoPool(Example.Round, 1).Name);
        Assert.Equal("accepted/round-1/s1.client-1.json", DocumentPath.Accepted(Example.Round, 1, Example.Client).Name);
        Assert.Equal("tasks/topics.json", DocumentPath.ActiveRound(Example.Task).Name);
        Assert.Equal("schedules/nightly.json", DocumentPath.Schedule("nightly").Name);
        Assert.Equal("taken/topics/client-1.0123456789abcdef.json", DocumentPath.Taken(Example.Task, Example.Client, Example.Hash).Name);
        Assert.Equal("results/round-1.s1.synthesis.client-1.json", DocumentPath.Result(JobId.Synthesis(Example.Round, 1, Example.Client)).Name);
        Assert.Equal("rounds/round-1/progress.json", DocumentPath.Progress(Example.Round).Name);
        Assert.Equal("rounds/round-1/demos/s1.json", DocumentPath.DemoPool(Example.Round, 1).Name);
        Assert.Equal("accepted/round-1/s1.client-1.json", DocumentPath.Accepted(Example.Round, 1, Example.Client).Name);
        Assert.Equal("tasks/topics.json", DocumentPath.ActiveRound(Example.Task).Name);
        Assert.Equal("schedules/nightly.json", DocumentPath.Schedule("nightly").Name);
        Assert.Equal("taken/topics/client-1.0123456789abcdef.json", DocumentPath.Taken(Example.Task, Example.Client, Example.Hash).Name);
        Assert.Equal("held/topics/client-1.0123456789abcdef.json", DocumentPath.Held(Example.Task, Example.Client, Example.Hash).Name);
    }

    [Theory]
    [InlineData("0123456789abcde")]
    [InlineData("0123456789ABCDEF")]
    [InlineData("../../../../../../")]
    [InlineData("")]
    public void Paths_ContentHashThatIsNone_Throw(string hash)
    {
        Assert.Throws<InvalidNameException>(() => ArtifactPath.Pushed(Example.Client, Example.Task, hash));
        Assert.Throws<InvalidNameException>(() => DocumentPath.Held(Example.Task, Example.Client, hash));
        Assert.Throws<InvalidNameException>(() => DocumentPath.Taken(Example.Task, Example.Client, hash));
    }

    [Theory]
    [InlineData("../clients/a")]
    [InlineData("")]
    public void Schedule_NameThatIsNone_Throws(string name) => Assert.Throws<InvalidNameException>(() => DocumentPath.Schedule(name));

    private static string Shown(ArtifactPath path) => $"{path.Container}: {path.Name}";
}
