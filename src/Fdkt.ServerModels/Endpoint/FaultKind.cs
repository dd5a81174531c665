namespace Fdkt.ServerModels.Endpoint;

/// <summary>What a failed request means.</summary>
internal enum FaultKind
{
    /// <summary>It may pass: busy, broken, silent, or an answer that cannot be read.</summary>
    Passing,

    /// <summary>The server takes no such request; with a schema in it, that may be why.</summary>
    Rejected,

    /// <summary>A content filter took the prompt.</summary>
    Refused,

    /// <summary>The prompt is longer than the model reads.</summary>
    PromptTooLong,

    /// <summary>No request will be taken: wrong key, no such model, no money left.</summary>
    Hopeless,
}
