namespace Fdkt.Transport.Processes;

/// <summary>
/// How a process knows that another one watches over it: the end of its standard input is the request to stop. The pipe ends too when the supervisor is killed,
/// so that a supervised process never outlives it.
/// </summary>
public static class SupervisorPipe
{
    /// <summary>Environment variable of a supervised process; its value is 1.</summary>
    public const string Variable = "FDKT_SUPERVISED";

    // Nobody is left to kill a process that does not stop, so it ends itself.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Whether this process is supervised.</summary>
    public static bool IsSupervised => Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>Asks for a stop when the supervisor ends the input, and ends the process a while after.</summary>
    /// <param name="stop">Asks; called once, on a thread of its own.</param>
    public static void Watch(Action stop)
    {
        ArgumentNullException.ThrowIfNull(stop);
        Stream input = Console.OpenStandardInput();
        new Thread(() => Wait(input, stop)) { IsBackground = true, Name = "supervisor" }.Start();
    }

    private static void Wait(Stream input, Action stop)
    {
        Span<byte> ignored = stackalloc byte[64];
        try
        {
            while (input.Read(ignored) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A broken pipe is an end too.
        }

        stop();
        Thread.Sleep(Limit);
        Environment.Exit(1);
    }
}
