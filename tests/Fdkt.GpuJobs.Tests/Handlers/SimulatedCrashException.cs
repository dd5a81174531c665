namespace Fdkt.GpuJobs.Tests.Handlers;

/// <summary>Ends the work where a process would have died.</summary>
internal sealed class SimulatedCrashException : Exception;
