using System.Reflection;
using System.Text.RegularExpressions;
using Fdkt.Contracts.Artifacts;

namespace Fdkt.Architecture.Tests;

public sealed class TypeRuleTests
{
    [Fact]
    public void PublicClasses_AreSealedStaticOrAbstract() =>
        Assert.Empty(SourceTree.Assemblies
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract)
            .Select(type => type.FullName));

    [Fact]
    public void ReleasedDataset_CannotBeMadeButByItsThreeFactories()
    {
        MethodInfo[] makers =
        [
            .. SourceTree.Assemblies.SelectMany(assembly => assembly.GetTypes())
                .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
                .Where(method => method.ReturnType == typeof(ReleasedDataset) && method.DeclaringType == typeof(ReleasedDataset)),
        ];

        Assert.True(typeof(ReleasedDataset).IsSealed);
        Assert.Empty(typeof(ReleasedDataset).GetConstructors());
        Assert.All(typeof(ReleasedDataset).GetConstructors(BindingFlags.NonPublic | BindingFlags.Instance), constructor => Assert.True(constructor.IsPrivate));
        Assert.Equal(["Derive", "Release", "Restore"], makers.Select(method => method.Name).Order(StringComparer.Ordinal));
        Assert.Contains(makers.Single(method => method.Name == "Release").GetParameters(), parameter => parameter.ParameterType == typeof(PrivacyStatement));
        Assert.Contains(makers.Single(method => method.Name == "Restore").GetParameters(), parameter => parameter.ParameterType == typeof(ArtifactManifest));
        Assert.All(typeof(ReleasedDataset).GetProperties(), property => Assert.False(property.CanWrite));
    }

    [Fact]
    public void Tests_NeverSleep()
    {
        var sleep = new Regex(@"\b(?:Task\.Delay|Thread\.Sleep)\s*\(");

        Assert.Empty(SourceTree.Files("tests", "*.cs").Where(file => sleep.IsMatch(File.ReadAllText(file))).Select(file => Path.GetRelativePath(SourceTree.Root, file)));
    }
}
