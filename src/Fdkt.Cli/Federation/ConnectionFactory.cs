using Fdkt.Cli.Commands;

namespace Fdkt.Cli.Federation;

internal static class ConnectionFactory
{
    public static FederationConnection Connect(FederationSettings settings, CommandContext context) => new(() => throw new NotSupportedException(), () => throw new NotSupportedException());
}
