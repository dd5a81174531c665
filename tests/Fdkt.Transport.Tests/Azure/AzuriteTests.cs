namespace Fdkt.Transport.Tests.Azure;

/// <summary>The collection of tests that share the storage emulator.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteTests : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}
