namespace Fdkt.Cli.Processes;

/// <summary>Where a child process stands.</summary>
internal enum ProcessState
{
    /// <summary>Not started yet.</summary>
    Waiting,

    /// <summary>Started; has not said that it is ready.</summary>
    Starting,

    /// <summary>Ready.</summary>
    Running,

    /// <summary>Ended on its own; starts again after a pause.</summary>
    Restarting,

    /// <summary>Ended on request.</summary>
    Stopped,

    /// <summary>Ended so often that it is not started again.</summary>
    Failed,
}
