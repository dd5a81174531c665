using System.Reflection;
using System.Text.Json.Serialization;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Journal;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Ledgers;

namespace Fdkt.Architecture.Tests;

/// <summary>Invariant I1 by types: text is stored as an artifact under a privacy statement, or not at all.</summary>
public sealed class TrustBoundaryTests
{
    private static readonly Type[] Types = [.. SourceTree.Assemblies.Distinct().SelectMany(assembly => assembly.GetTypes())];

    public static TheoryData<string> ControlDocuments =>
        [.. Types.Where(type => typeof(IControlDocument).IsAssignableFrom(type) && type != typeof(IControlDocument)).Select(type => type.FullName!).Distinct()];

    [Theory]
    [MemberData(nameof(ControlDocuments))]
    public void ControlDocument_ReachesNoTextAndNoBytes(string document) => Assert.Empty(TypeWalk.PathsToText(Types.First(type => type.FullName == document)));

    [Theory]
    [InlineData(typeof(StoredArtifact))]
    [InlineData(typeof(SealedArtifact))]
    [InlineData(typeof(InboxMessage))]
    [InlineData(typeof(SignedManifest))]
    [InlineData(typeof(JournalEntry))]
    [InlineData(typeof(IReadOnlyList<IReadOnlyDictionary<string, LabelledText?>>))]
    public void TypeWalk_TypeThatHoldsTextOrBytes_FindsThem(Type type) => Assert.NotEmpty(TypeWalk.PathsToText(type));

    [Fact]
    public void FederationJsonContext_Registers_TheseContracts() => Assert.Equal(
        [
            nameof(ArtifactManifest), nameof(ClientLedgerHead), nameof(ClientRegistration), nameof(DemoPool), nameof(DemoUpload), nameof(Job), nameof(JobFact), nameof(JournalEntry), nameof(LabelledText),
            nameof(RoundCommand), nameof(RoundOutcome), nameof(RoundProgress), nameof(RoundRequest), nameof(RoundStatus), nameof(SignedManifest), nameof(TakenPush),
        ],
        Registered().Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void ControlDocuments_AreRegisteredThemselvesOrByTheirBase() => Assert.Empty(
        Types.Where(type => typeof(IControlDocument).IsAssignableFrom(type) && type is { IsClass: true, IsAbstract: false })
            .Where(type => type.Assembly == typeof(IControlDocument).Assembly && !Registered().Any(registered => registered.IsAssignableFrom(type)))
            .Select(type => type.FullName));

    [Fact]
    public void Kinds_OfJobsFactsAndCommands_AreAllDeclared()
    {
        foreach (Type contract in Registered().Where(type => type.IsAbstract))
        {
            Type[] declared = [.. contract.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(attribute => attribute.DerivedType)];

            Assert.Equal(
                Types.Where(type => contract.IsAssignableFrom(type) && type != contract).Distinct().Select(type => type.FullName).Order(StringComparer.Ordinal),
                declared.Select(type => type.FullName).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void ArtifactStore_TakesNothingToStoreButASealedArtifact()
    {
        Type[] harmless = [typeof(ArtifactPath), typeof(ArtifactReference), typeof(ArtifactLimits), typeof(ReasonCode), typeof(CancellationToken)];

        IEnumerable<ParameterInfo> others = typeof(IArtifactStore).GetMethods().SelectMany(method => method.GetParameters()).Where(parameter => !harmless.Contains(parameter.ParameterType));

        ParameterInfo taken = Assert.Single(others);
        Assert.Equal((typeof(SealedArtifact), nameof(IArtifactStore.WriteAsync)), (taken.ParameterType, taken.Member.Name));
    }

    [Fact]
    public void DocumentStore_TakesNothingToStoreButControlDocuments()
    {
        foreach (MethodInfo method in typeof(IDocumentStore).GetMethods().Where(method => method.IsGenericMethod))
        {
            Assert.Contains(typeof(IControlDocument), Assert.Single(method.GetGenericArguments()).GetGenericParameterConstraints());
        }

        Assert.DoesNotContain(
            typeof(IDocumentStore).GetMethods().SelectMany(method => method.GetParameters()),
            parameter => !parameter.ParameterType.ContainsGenericParameters && TypeWalk.PathsToText(parameter.ParameterType).Count > 0);
    }

    [Theory]
    [InlineData(typeof(IArtifactStore))]
    [InlineData(typeof(IDocumentStore))]
    [InlineData(typeof(IRoundJournalStore))]
    public void Stores_OfferNothingBesideTheirPort(Type port)
    {
        Type[] stores = [.. Types.Where(type => type is { IsClass: true } && port.IsAssignableFrom(type)).Distinct()];

        Assert.NotEmpty(stores);
        Assert.All(stores, store => Assert.Empty(
            store.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(method => method.Name).Except(port.GetMethods().Select(method => method.Name))));
    }

    [Fact]
    public void SealedArtifact_IsMadeOfAReleasedDatasetOrOfKeptBytes()
    {
        MethodInfo[] makers = [.. typeof(SealedArtifact).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.ReturnType == typeof(SealedArtifact))];

        Assert.True(typeof(SealedArtifact).IsSealed);
        Assert.All(typeof(SealedArtifact).GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance), constructor => Assert.True(constructor.IsPrivate));
        Assert.All(typeof(SealedArtifact).GetProperties(), property => Assert.False(property.CanWrite));
        Assert.Equal(["Reopen", "Seal"], makers.Select(method => method.Name).Order(StringComparer.Ordinal));
        Assert.Contains(makers.Single(method => method.Name == "Seal").GetParameters(), parameter => parameter.ParameterType == typeof(ReleasedDataset));
        Assert.DoesNotContain(makers.Single(method => method.Name == "Seal").GetParameters(), parameter => parameter.ParameterType != typeof(ReleasedDataset) && Holds(parameter.ParameterType));
    }

    private static bool Holds(Type type) => TypeWalk.PathsToText(type).Count > 0;

    private static IEnumerable<Type> Registered() => typeof(FederationJsonContext).GetCustomAttributesData()
        .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
        .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!);
}
