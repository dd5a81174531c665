namespace Fdkt.Contracts.Federation;

/// <summary>How far a job is, by the last that was heard of it.</summary>
/// <param name="Job">The job.</param>
/// <param name="Client">The client; null for the language-model worker.</param>
/// <param name="Step">What it is doing, such as "write texts"; empty where it has only begun.</param>
/// <param name="Done">Units done of <paramref name="Total"/>.</param>
/// <param name="Total">Units in all; 0 where it is not known.</param>
/// <param name="At">When the worker said so.</param>
public sealed record JobProgress(JobId Job, ClientId? Client, string Step, long Done, long Total, DateTimeOffset At);
