namespace Fdkt.Architecture.Tests;

public sealed class DependencyTests
{
    [Theory]
    [InlineData("Fdkt.Contracts", new string[0])]
    [InlineData("Fdkt.Privacy", new string[0])]
    [InlineData("Fdkt.Learning", new[] { "Fdkt.Privacy" })]
    [InlineData("Fdkt.Transport", new[] { "Fdkt.Contracts" })]
    [InlineData("Fdkt.GpuJobs", new[] { "Fdkt.Contracts", "Fdkt.Privacy", "Fdkt.Learning" })]
    [InlineData("Fdkt.ServerModels", new[] { "Fdkt.Learning" })]
    [InlineData("Fdkt.Orchestrator", new[] { "Fdkt.Contracts" })]
    [InlineData("Fdkt.FunctionApp", new[] { "Fdkt.Orchestrator", "Fdkt.Transport" })]
    [InlineData("Fdkt.Cli", new[] { "Fdkt.Contracts", "Fdkt.Privacy", "Fdkt.Learning", "Fdkt.GpuJobs", "Fdkt.ServerModels", "Fdkt.Transport", "Fdkt.Orchestrator", "Fdkt.DevelopmentBroker" })]
    public void References_OfEachProject_AreTheAllowedOnes(string project, string[] allowed) =>
        Assert.Empty(SourceTree.References(project).Except(allowed));

    [Fact]
    public void Projects_OfSrc_AreAllHeldByThisTest() =>
        Assert.Equal(
            ["Fdkt.Cli", "Fdkt.Contracts", "Fdkt.FunctionApp", "Fdkt.GpuJobs", "Fdkt.Learning", "Fdkt.Orchestrator", "Fdkt.Privacy", "Fdkt.ServerModels", "Fdkt.Transport"],
            Directory.GetDirectories(Path.Combine(SourceTree.Root, "src")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    [Fact]
    public void Contracts_UsesTheBaseLibraryAlone()
    {
        System.Reflection.Assembly contracts = SourceTree.Assemblies.Single(assembly => assembly.GetName().Name == "Fdkt.Contracts");

        Assert.All(contracts.GetReferencedAssemblies(), reference => Assert.StartsWith("System", reference.Name, StringComparison.Ordinal));
    }

    /// <summary>What handles private text cannot reach a language model of others: it does not know that there are such. Only the command line puts the two together, for the server's role.</summary>
    [Theory]
    [InlineData("Fdkt.Learning")]
    [InlineData("Fdkt.GpuJobs")]
    public void ProjectsWithPrivateText_KnowNoEndpoint(string project)
    {
        System.Reflection.Assembly assembly = SourceTree.Assemblies.First(candidate => candidate.GetName().Name == project);

        Assert.DoesNotContain(assembly.GetReferencedAssemblies(), reference => reference.Name!.Contains("ServerModels", StringComparison.Ordinal)
            || reference.Name.Contains("OpenAI", StringComparison.Ordinal) || reference.Name.Contains("Net.Http", StringComparison.Ordinal));
    }

    [Fact]
    public void Privacy_KnowsNoTensors()
    {
        System.Reflection.Assembly? privacy = SourceTree.Assemblies.SingleOrDefault(assembly => assembly.GetName().Name == "Fdkt.Privacy");

        Assert.NotNull(privacy);
        Assert.DoesNotContain(privacy.GetReferencedAssemblies(), reference => reference.Name!.Contains("Torch", StringComparison.Ordinal));
    }
}
