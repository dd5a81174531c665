using Fdkt.Cli.Runs.Abstractions;
using Fdkt.ServerModels;
using Fdkt.ServerModels.Endpoint;

namespace Fdkt.Cli.Runs;

/// <summary>Makes what the commands run.</summary>
internal static class RunEngineFactory
{
    public static IRunEngine CreateEngine() => new RunEngine(new BackendFactory(new EndpointClients(Environment.GetEnvironmentVariable), TimeProvider.System));

    public static IPretrainer CreatePretrainer() => new Pretrainer();
}
