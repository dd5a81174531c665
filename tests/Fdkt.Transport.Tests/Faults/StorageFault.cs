namespace Fdkt.Transport.Tests.Faults;

/// <summary>What a <see cref="FaultyStorageProxy"/> does to a request.</summary>
internal enum StorageFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>503 instead of the service's answer; the service never sees the request.</summary>
    Busy,

    /// <summary>500 instead of the service's answer; the service never sees the request.</summary>
    Internal,

    /// <summary>412 for a conditional write, whatever the condition; the service never sees the request.</summary>
    Precondition,

    /// <summary>A bit of the request's body is flipped on its way to the service.</summary>
    BodyChanged,

    /// <summary>The service carries the request out, and its answer is replaced by 500.</summary>
    AnswerLost,

    /// <summary>The service carries the request out, and the connection breaks before its answer.</summary>
    ConnectionCut,

    /// <summary>The service carries the request out, and the connection breaks in the middle of its answer.</summary>
    AnswerCut,
}
