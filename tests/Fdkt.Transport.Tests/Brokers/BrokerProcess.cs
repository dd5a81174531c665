using System.Globalization;

namespace Fdkt.Transport.Tests.Brokers;

/// <summary>The development broker as a process of its own.</summary>
internal sealed class BrokerProcess : IDisposable
{
    private readonly ChildProcess process;

    private BrokerProcess(ChildProcess process, int port)
    {
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    public static async Task<BrokerProcess> StartAsync(int port, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        ChildProcess process = ChildProcess.StartDotnet("fdkt-development-broker.dll", ["--port", port.ToString(CultureInfo.InvariantCulture), .. arguments]);
        string text = await process.LineAsync("listening on amqp://127.0.0.1:", cancellationToken);
        return new BrokerProcess(process, int.Parse(text, CultureInfo.InvariantCulture));
    }

    public void Kill() => process.Kill();

    public Task<int> TerminateAsync(CancellationToken cancellationToken) => process.TerminateAsync(cancellationToken);

    public void Dispose() => process.Dispose();
}
