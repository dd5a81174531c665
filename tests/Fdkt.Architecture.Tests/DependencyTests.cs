namespace Fdkt.Architecture.Tests;

public sealed class DependencyTests
{
    [Theory]
    [InlineData("Fdkt.Contracts", new string[0])]
    [InlineData("Fdkt.Privacy", new string[0])]
    [InlineData("Fdkt.Learning", new[] { "Fdkt.Privacy" })]
    [InlineData("Fdkt.Transport", new[] { "Fdkt.Contracts" })]
    [InlineData("Fdkt.GpuJobs", new[] { "Fdkt.Contracts", "Fdkt.Privacy", "Fdkt.Learning" })]
    [InlineData("Fdkt.Orchestrator", new[] { "Fdkt.Contracts" })]
    [InlineData("Fdkt.DevelopmentBroker", new[] { "Fdkt.Contracts", "Fdkt.Transport" })]
    [InlineData("Fdkt.Cli", new[] { "Fdkt.Contracts", "Fdkt.Privacy", "Fdkt.Learning", "Fdkt.GpuJobs", "Fdkt.Transport", "Fdkt.Orchestrator", "Fdkt.DevelopmentBroker" })]
    public void References_OfEachProject_AreTheAllowedOnes(string project, string[] allowed) =>
        Assert.Empty(SourceTree.References(project).Except(allowed));

    [Fact]
    public void Projects_OfSrc_AreAllHeldByThisTest() =>
        Assert.Equal(
            ["Fdkt.Cli", "Fdkt.Contracts", "Fdkt.DevelopmentBroker", "Fdkt.GpuJobs", "Fdkt.Learning", "Fdkt.Orchestrator", "Fdkt.Privacy", "Fdkt.Transport"],
            Directory.GetDirectories(Path.Combine(SourceTree.Root, "src")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    [Fact]
    public void Contracts_UsesTheBaseLibraryAlone()
    {
        System.Reflection.Assembly contracts = SourceTree.Assemblies.Single(assembly => assembly.GetName().Name == "Fdkt.Contracts");

        Assert.All(contracts.GetReferencedAssemblies(), reference => Assert.StartsWith("System", reference.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Privacy_KnowsNoTensors()
    {
        System.Reflection.Assembly? privacy = SourceTree.Assemblies.SingleOrDefault(assembly => assembly.GetName().Name == "Fdkt.Privacy");

        Assert.NotNull(privacy);
        Assert.DoesNotContain(privacy.GetReferencedAssemblies(), reference => reference.Name!.Contains("Torch", StringComparison.Ordinal));
    }
}
