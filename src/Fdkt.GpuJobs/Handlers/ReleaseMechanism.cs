using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Synthesis;

namespace Fdkt.GpuJobs.Handlers;

/// <summary>What turns a client's rows into a release. The handler calls it once per charge; a test puts itself here to see what goes in.</summary>
/// <param name="labels">Names of the classes.</param>
/// <param name="client">The rows as the mechanism reads them.</param>
/// <param name="plan">What is released and charged.</param>
/// <param name="progress">Told of the stages.</param>
/// <param name="title">What they belong to, for people.</param>
/// <param name="cancellationToken">Stops the work; then nothing was released.</param>
/// <returns>The release.</returns>
internal delegate Task<SynthesisResult> ReleaseMechanism(
    IReadOnlyList<string> labels, ClientRecords client, SynthesisPlan plan, IRunProgress progress, string title, CancellationToken cancellationToken);
