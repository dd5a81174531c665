using System.CommandLine;
using System.Globalization;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;
using Fdkt.DevelopmentBroker.Faults;
using Fdkt.DevelopmentBroker.PeekLock;

namespace Fdkt.DevelopmentBroker;

/// <summary>The command line.</summary>
internal sealed class BrokerCommand
{
    private readonly Option<int> port = new("--port") { Description = "Port to listen on; 0 for any that is free.", DefaultValueFactory = _ => 5672 };
    private readonly Option<string[]> queue = new("--queue") { Description = "A queue; may be repeated. Without any, queues are made on first use.", DefaultValueFactory = _ => [] };
    private readonly Option<double> lockSeconds = new("--lock") { Description = "Seconds that a lock lasts.", DefaultValueFactory = _ => 30 };
    private readonly Option<int> deliveries = new("--max-deliveries") { Description = "After so many deliveries a message becomes a dead letter.", DefaultValueFactory = _ => 10 };
    private readonly Option<double> duplicates = new("--duplicate-window") { Description = "Seconds for which message ids are remembered; 0 for not.", DefaultValueFactory = _ => 600 };
    private readonly Option<int> frame = new("--max-frame") { Description = "Largest frame in bytes.", DefaultValueFactory = _ => 64 * 1024 };
    private readonly Option<string?> store = new("--store") { Description = "Folder to keep messages in over a restart. Without it they are lost at the end." };
    private readonly Option<string?> record = new("--record") { Description = "File that gets a copy of every body." };
    private readonly Option<string?> counts = new("--counts") { Description = "File that gets the number of messages in each queue." };
    private readonly Option<double> drop = new("--drop-rate") { Description = "Share of deliveries that are lost until the lock ends." };
    private readonly Option<double> duplicate = new("--duplicate-rate") { Description = "Share of messages that are put into the queue twice." };
    private readonly Option<double> reorder = new("--reorder-rate") { Description = "Share of messages that later ones may overtake." };
    private readonly Option<double> delay = new("--delay") { Description = "Longest delay of a delivery in seconds." };
    private readonly Option<double> cut = new("--cut-connections-every") { Description = "Seconds after which all connections are cut, again and again; 0 for never." };
    private readonly Option<int> seed = new("--seed") { Description = "Seed of the faults.", DefaultValueFactory = _ => 1 };

    /// <summary>The command.</summary>
    /// <param name="run">Runs a broker until the token fires.</param>
    public RootCommand Create(Func<BrokerOptions, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand("A message broker for one machine, in the way of Service Bus: for emulation and tests only.")
        {
            port, queue, lockSeconds, deliveries, duplicates, frame, store, record, counts, drop, duplicate, reorder, delay, cut, seed,
        };
        Within(port, 0, 65535);
        Within(lockSeconds, 0.001, 300);
        Within(deliveries, 1, int.MaxValue);
        Within(duplicates, 0, double.MaxValue);
        Within(frame, 512, int.MaxValue);
        Within(drop, 0, 1);
        Within(duplicate, 0, 1);
        Within(reorder, 0, 1);
        Within(delay, 0, 3600);
        Within(cut, 0, double.MaxValue);
        queue.Validators.Add(result =>
        {
            foreach (string name in result.Tokens.Select(token => token.Value).Where(name => !IsName(name)))
            {
                result.AddError($"--queue: '{name}' is no name of a queue.");
            }
        });
        command.SetAction((result, cancellationToken) => run(Options(result), cancellationToken));
        return command;
    }

    private static void Within<T>(Option<T> option, T least, T most)
        where T : IComparable<T>, IFormattable =>
        option.Validators.Add(result =>
        {
            // NaN is below every bound.
            if (result.GetValueOrDefault<T>() is { } value && (value.CompareTo(least) < 0 || value.CompareTo(most) > 0))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {least} to {most}."));
            }
        });

    private static bool IsName(string text)
    {
        try
        {
            _ = new QueueName(text);
            return true;
        }
        catch (InvalidNameException)
        {
            return false;
        }
    }

    private BrokerOptions Options(ParseResult result) => new()
    {
        Port = result.GetValue(port),
        Names = [.. result.GetValue(queue)!.Select(name => new QueueName(name))],
        Queues = new PeekLockOptions(TimeSpan.FromSeconds(result.GetValue(lockSeconds)), result.GetValue(deliveries), Seconds(result.GetValue(duplicates))),
        FrameBytes = result.GetValue(frame),
        StoreFolder = result.GetValue(store),
        RecordFile = result.GetValue(record),
        CountsFile = result.GetValue(counts),
        Faults = new BrokerFaults(
            result.GetValue(drop),
            result.GetValue(duplicate),
            result.GetValue(reorder),
            Seconds(result.GetValue(delay)),
            Seconds(result.GetValue(cut)),
            result.GetValue(seed)),
    };

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(20).TotalSeconds));
}
