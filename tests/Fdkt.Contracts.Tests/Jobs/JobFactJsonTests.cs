using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Tests.Jobs;

public sealed class JobFactJsonTests
{
    private const string Shared =
        """
        "schemaVersion":1,"job":"round-1.s1.synthesis.client-1","attempt":"a1","round":"round-1","seed":1,"client":"client-1","at":"2026-11-25T12:00:00+00:00"}
        """;

    private const string Servers =
        """
        "schemaVersion":1,"job":"round-1.s1.augmentation","attempt":"a1","round":"round-1","seed":1,"client":null,"at":"2026-11-25T12:00:00+00:00"}
        """;

    private static readonly JobId Job = JobId.Synthesis(Example.Round, 1, Example.Client);

    public static TheoryData<string, JobFact> Facts => new()
    {
        { "{\"kind\":\"started\"," + Shared, new JobStarted(1, Job, "a1", Example.Round, 1, Example.Client, Example.Noon) },
        {
            "{\"kind\":\"progressed\",\"step\":\"write texts\",\"done\":3,\"total\":10," + Servers,
            new JobProgressed(1, JobId.Augmentation(Example.Round, 1), "a1", Example.Round, 1, null, Example.Noon, "write texts", 3, 10)
        },
        { "{\"kind\":\"failed\",\"reason\":\"limitExceeded\"," + Shared, new JobFailed(1, Job, "a1", Example.Round, 1, Example.Client, Example.Noon, ReasonCode.LimitExceeded) },
        { "{\"kind\":\"refused\",\"reason\":\"budgetExceeded\"," + Shared, new JobRefused(1, Job, "a1", Example.Round, 1, Example.Client, Example.Noon, ReasonCode.BudgetExceeded) },
        {
            $$"""{"kind":"clientCompleted","demos":{{Example.ReferenceJson}},""" + Shared,
            new ClientJobCompleted(1, Job, "a1", Example.Round, 1, Example.Client, Example.Noon, Example.Reference)
        },
        { "{\"kind\":\"clientWorking\"," + Shared, new ClientJobWorking(1, Job, "a1", Example.Round, 1, Example.Client, Example.Noon) },
        {
            $$"""{"kind":"completed","texts":[{"method":"noFilter","manifest":{{Example.ReferenceJson}}}],"stages":[{"name":"filter","in":10,"kept":7,"dropped":{"short":3},"seconds":1.5,"tokens":0}],""" + Servers,
            new JobCompleted(
                1, JobId.Augmentation(Example.Round, 1), "a1", Example.Round, 1, null, Example.Noon, [new(Comparison.NoFilter, Example.Reference)],
                [new StageReport("filter", 10, 7, new Dictionary<string, long> { ["short"] = 3 }, 1.5, 0)])
        },
    };

    [Theory]
    [MemberData(nameof(Facts))]
    public void JobFact_InJson_IsThis(string json, JobFact fact) => Literal.Holds(json, fact, FederationJsonContext.Default.JobFact);
}
