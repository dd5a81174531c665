using System.Text.Json.Serialization.Metadata;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Names an activity and the JSON of what goes in and comes out.</summary>
/// <typeparam name="TInput">Its input.</typeparam>
/// <typeparam name="TResult">Its result.</typeparam>
/// <param name="Name">Stable name: it stands in journals.</param>
/// <param name="InputType">Metadata of the input.</param>
/// <param name="ResultType">Metadata of the result.</param>
internal sealed record ActivityName<TInput, TResult>(string Name, JsonTypeInfo<TInput> InputType, JsonTypeInfo<TResult> ResultType)
    where TInput : class, IActivityInput
    where TResult : class;
