using System.Globalization;
using Amqp;
using Amqp.Framing;

namespace Fdkt.Transport.Tests.Brokers;

/// <summary>A RabbitMQ of the tests' own, from Debian's package, in a folder of its own: docs/rabbitmq.md.</summary>
public sealed class RabbitMq : IAsyncLifetime
{
    /// <summary>The variable that asks for it.</summary>
    public const string Variable = "FDKT_RABBITMQ";

    // The terminus durability that the plugin turns into a durable queue.
    private const uint UnsettledState = 2;

    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private readonly TemporaryFolder folder = new();
    private readonly int nodePort = FreePorts.Take();
    private readonly int namePort = FreePorts.Take();
    private ChildProcess? process;

    public static bool IsWanted => Environment.GetEnvironmentVariable(Variable) == "1";

    public int Port { get; } = FreePorts.Take();

    public async ValueTask InitializeAsync()
    {
        if (IsWanted)
        {
            Assert.True(File.Exists(Server), "rabbitmq-server is not installed: docs/rabbitmq.md.");
            await File.WriteAllTextAsync(In("plugins"), "[rabbitmq_amqp1_0].");
            await StartAsync(CancellationToken.None);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        process?.Dispose();
        process = ChildProcess.Start(Server, [], new Dictionary<string, string>
        {
            ["HOME"] = folder.Path,
            ["ERL_EPMD_PORT"] = Text(namePort),
            ["RABBITMQ_NODENAME"] = "fdkt-test@localhost",
            ["RABBITMQ_NODE_PORT"] = Text(Port),
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_DIST_PORT"] = Text(nodePort),
            ["RABBITMQ_MNESIA_BASE"] = In("mnesia"),
            ["RABBITMQ_LOG_BASE"] = In("log"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = In("plugins"),
            ["RABBITMQ_PID_FILE"] = In("pid"),
            ["RABBITMQ_CONF_ENV_FILE"] = In("none"),
            ["RABBITMQ_CONFIG_FILE"] = In("none"),
        });
        await process.LineAsync("  Starting broker... completed", cancellationToken);
    }

    /// <summary><c>kill -9</c> of the broker itself, which is a child of the script that was started.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        using (var broker = System.Diagnostics.Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(In("pid"), cancellationToken), CultureInfo.InvariantCulture)))
        {
            broker.Kill();
            await broker.WaitForExitAsync(cancellationToken);
        }

        await process!.ExitAsync(cancellationToken);
    }

    /// <summary>Makes a durable queue: attaching to <c>/queue/NAME</c> does, while <c>/amq/queue/NAME</c> wants it to be there.</summary>
    public async Task DeclareAsync(string queue)
    {
        Connection connection = await new ConnectionFactory().CreateAsync(new Address("127.0.0.1", Port, "guest", "guest", "/", "amqp"));
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = new SenderLink(new Session(connection), "declare", new Target { Address = $"/queue/{queue}", Durable = UnsettledState }, (_, _) => attached.TrySetResult());
        await attached.Task;
        await connection.CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await KillAsync(CancellationToken.None);
            process.Dispose();
            using ChildProcess names = ChildProcess.Start("epmd", ["-port", Text(namePort), "-kill"]);
            await names.ExitAsync(CancellationToken.None);
        }

        folder.Dispose();
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private string In(string name) => Path.Combine(folder.Path, name);
}
