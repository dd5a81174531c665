using Fdkt.Contracts.Documents;
using Fdkt.Orchestrator.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fdkt.FunctionApp;

/// <summary>What the functions work with: the parts of the orchestrator around a host that is Durable Functions.</summary>
internal sealed class FunctionServices
{
    private readonly DurableRoundHost _host;

    /// <summary>Puts the parts together.</summary>
    /// <param name="ports">What they work with.</param>
    /// <param name="options">How they behave.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Makes loggers.</param>
    public FunctionServices(OrchestratorPorts ports, OrchestratorOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _host = new DurableRoundHost(ports.Documents);
        Documents = ports.Documents;
        Time = time;
        Logger = loggers.CreateLogger<FunctionServices>();
        Parts = new OrchestratorParts(ports, options, time, loggers, _ => _host);
    }

    /// <summary>The parts.</summary>
    public OrchestratorParts Parts { get; }

    /// <summary>The control documents.</summary>
    public IDocumentStore Documents { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The functions' logger.</summary>
    public ILogger Logger { get; }

    /// <summary>The services of an invocation that starts or wakes no round.</summary>
    /// <param name="context">The invocation.</param>
    public static FunctionServices Of(FunctionContext context) => context.InstanceServices.GetRequiredService<FunctionServices>();

    /// <summary>The services of an invocation.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="client">The durable client that came with it.</param>
    public static FunctionServices Of(FunctionContext context, DurableTaskClient client)
    {
        FunctionServices services = Of(context);
        services._host.Use(client);
        return services;
    }
}
