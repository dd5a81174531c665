using System.Text.Json.Serialization;

namespace Fdkt.DevelopmentBroker.Storage;

/// <summary>How full a queue is.</summary>
/// <param name="Messages">Messages in it, locked ones included.</param>
/// <param name="DeadLetters">Its dead letters.</param>
internal sealed record QueueCount(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int Messages, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int DeadLetters);
