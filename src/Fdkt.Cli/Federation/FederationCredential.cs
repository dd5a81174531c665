using Azure.Core;
using Azure.Identity;
using Fdkt.Cli.Errors;

namespace Fdkt.Cli.Federation;

/// <summary>
/// The identity that signs in to broker and storage. In the operator's tenant it is the one at hand: a managed identity, or the developer's sign-in. A data owner of another
/// tenant has a managed identity there, and an app that trusts it and is installed at the operator (docs/deploy.md): its token stands for the app's secret, so there is none.
/// </summary>
internal static class FederationCredential
{
    /// <summary>Variable: the operator's tenant, where it is another one.</summary>
    public const string TenantVariable = "FDKT_OPERATOR_TENANT_ID";

    /// <summary>Variable: client id of the app that is installed in the operator's tenant.</summary>
    public const string AppVariable = "FDKT_OPERATOR_APP_ID";

    private const string IdentityVariable = "AZURE_CLIENT_ID";

    // What Entra takes as an assertion of an app, by a federated credential with this audience.
    private const string ExchangeScope = "api://AzureADTokenExchange/.default";

    /// <summary>Makes the credential; nothing is asked for before it is used.</summary>
    /// <param name="variable">Reads a variable.</param>
    /// <exception cref="UserErrorException">One of the two variables is set and the other is not.</exception>
    public static TokenCredential Create(Func<string, string?> variable)
    {
        string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;
        return (Set(TenantVariable), Set(AppVariable)) switch
        {
            (null, null) => new DefaultAzureCredential(),
            ({ } tenant, { } app) => new ClientAssertionCredential(tenant, app, AssertionOf(Set(IdentityVariable))),
            _ => throw new UserErrorException(
                ExitCode.InvalidInput, $"{TenantVariable}, {AppVariable}: one of them is set and the other is not", "A worker of another tenant needs both; one of the operator's tenant needs neither."),
        };
    }

    private static Func<CancellationToken, Task<string>> AssertionOf(string? identity)
    {
        var managed = new ManagedIdentityCredential(identity is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(identity));
        return async cancellationToken => (await managed.GetTokenAsync(new TokenRequestContext([ExchangeScope]), cancellationToken).ConfigureAwait(false)).Token;
    }
}
