using System.Text.Json;
using System.Text.Json.Serialization;
using Fdkt.Orchestrator.Commands;
using Fdkt.Orchestrator.Inbox;
using Fdkt.Orchestrator.Rounds;
using Fdkt.Orchestrator.Runner;
using Fdkt.Orchestrator.Schedules;

namespace Fdkt.Orchestrator.Json;

/// <summary>JSON of what only the orchestrator writes and reads: inputs and results of activities, events, and its own documents. As strict as the contracts.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PlanRound))]
[JsonSerializable(typeof(RoundPlan))]
[JsonSerializable(typeof(FindPushes))]
[JsonSerializable(typeof(FoundPushes))]
[JsonSerializable(typeof(TakePushes))]
[JsonSerializable(typeof(TakenPushes))]
[JsonSerializable(typeof(SendJobs))]
[JsonSerializable(typeof(SentJobs))]
[JsonSerializable(typeof(RecoverJobs))]
[JsonSerializable(typeof(RecoveredJobs))]
[JsonSerializable(typeof(StoreDemos))]
[JsonSerializable(typeof(WriteStatus))]
[JsonSerializable(typeof(WriteOutcome))]
[JsonSerializable(typeof(KeepLate))]
[JsonSerializable(typeof(ActivityDone))]
[JsonSerializable(typeof(DemosChecked))]
[JsonSerializable(typeof(JobEnded))]
[JsonSerializable(typeof(RoundHeadline))]
[JsonSerializable(typeof(EffectOutcome))]
[JsonSerializable(typeof(AcceptedUpload))]
[JsonSerializable(typeof(TakenUpload))]
[JsonSerializable(typeof(ActiveRound))]
[JsonSerializable(typeof(ScheduleFile))]
[JsonSerializable(typeof(ScheduleState))]
internal sealed partial class OrchestratorJsonContext : JsonSerializerContext;
