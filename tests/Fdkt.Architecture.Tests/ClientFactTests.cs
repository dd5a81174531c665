using System.Reflection;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;

namespace Fdkt.Architecture.Tests;

/// <summary>Invariant I5 by types: what a client says of a job has no room for a number, a text or a list that its rows could fill.</summary>
public sealed class ClientFactTests
{
    // Name by name and type by type, so that whoever adds a property has to come here and say why no row can move it.
    private static readonly HashSet<(string, Type)> Allowed =
    [
        (nameof(JobFact.SchemaVersion), typeof(int)), (nameof(JobFact.Job), typeof(JobId)), (nameof(JobFact.Attempt), typeof(string)), (nameof(JobFact.Round), typeof(RoundId)),
        (nameof(JobFact.Seed), typeof(int)), (nameof(JobFact.Client), typeof(ClientId?)), (nameof(JobFact.At), typeof(DateTimeOffset)),
        (nameof(ClientJobCompleted.Demos), typeof(ArtifactReference)), (nameof(JobRefused.Reason), typeof(ReasonCode)),
    ];

    [Fact]
    public void ClientFacts_HaveNoRoomForWhatDependsOnRows()
    {
        Type[] facts = [.. typeof(IClientFact).Assembly.GetTypes().Where(type => type.IsClass && typeof(IClientFact).IsAssignableFrom(type))];

        Assert.Equal(5, facts.Length);
        Assert.All(facts, fact => Assert.All(
            fact.GetProperties(BindingFlags.Public | BindingFlags.Instance), property => Assert.Contains((property.Name, property.PropertyType), Allowed)));
    }
}
