using Azure.Core;
using Azure.Identity;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Federation;

namespace Fdkt.Cli.Tests.Federation;

public sealed class FederationCredentialTests
{
    private const string Tenant = "33333333-3333-3333-3333-333333333333";
    private const string App = "44444444-4444-4444-4444-444444444444";

    [Theory]
    [InlineData(null, null, typeof(DefaultAzureCredential))]
    [InlineData("", "", typeof(DefaultAzureCredential))]
    [InlineData(Tenant, App, typeof(ClientAssertionCredential))]
    public void Create_ByTenant_TakesTheIdentityOrTheAppThatTrustsIt(string? tenant, string? app, Type type) => Assert.IsType(type, Create(tenant, app));

    [Theory]
    [InlineData(Tenant, null)]
    [InlineData(null, App)]
    public void Create_HalfOfIt_IsTheUsersError(string? tenant, string? app) =>
        Assert.Equal(ExitCode.InvalidInput, Assert.Throws<UserErrorException>(() => Create(tenant, app)).ExitCode);

    private static TokenCredential Create(string? tenant, string? app) =>
        FederationCredential.Create(name => name switch { FederationCredential.TenantVariable => tenant, FederationCredential.AppVariable => app, _ => null });
}
