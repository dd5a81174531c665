using System.Security.Cryptography;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>Waits that double up to a bound, each shortened by up to a half at random so that many clients do not come back at once. Not thread-safe.</summary>
internal sealed class BackOff(AmqpOptions options)
{
    private const int Grain = 1000;
    private int faults;

    /// <summary>The wait after one more fault.</summary>
    /// <param name="fault">What went wrong.</param>
    public TimeSpan Next(Exception? fault)
    {
        // 2^20 first waits are above any longest wait; more would overflow.
        double full = Math.Min(options.LongestWait.Ticks, options.FirstWait.Ticks * Math.Pow(2, Math.Min(faults, 20)));
        faults++;
        double wait = full * (1 - (RandomNumberGenerator.GetInt32(Grain + 1) / (2.0 * Grain)));
        return TimeSpan.FromTicks((long)Math.Max(wait, fault is not null && AmqpFault.IsBusy(fault) ? options.BusyWait.Ticks : 0));
    }

    /// <summary>All is well again.</summary>
    public void Reset() => faults = 0;
}
