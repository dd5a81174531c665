namespace Fdkt.DevelopmentBroker;

/// <summary>Names of Service Bus over AMQP 1.0, as its protocol guide gives them and its SDK uses them.</summary>
internal static class AmqpNames
{
    public const string TokenNode = "$cbs";
    public const string ManagementSuffix = "/$management";
    public const string DeadLetterSuffix = "/$deadletterqueue";

    public const string EnqueuedTime = "x-opt-enqueued-time";
    public const string SequenceNumber = "x-opt-sequence-number";

    // As Service Bus's own SDK reads it; a name of our own would leave every lock without an end, and so without renewal.
    public const string LockedUntil = "x-opt-locked-until";

    public const string PutToken = "put-token";

    public const string Operation = "operation";
    public const string StatusCode = "statusCode";
    public const string StatusDescription = "statusDescription";

    // The token node answers with names of its own.
    public const string TokenStatusCode = "status-code";
    public const string TokenStatusDescription = "status-description";

    public const string PeekMessage = "com.microsoft:peek-message";
    public const string FromSequenceNumber = "from-sequence-number";
    public const string MessageCount = "message-count";
    public const string Messages = "messages";
    public const string Message = "message";

    public const string RenewLock = "com.microsoft:renew-lock";
    public const string UpdateDisposition = "com.microsoft:update-disposition";
    public const string LockTokens = "lock-tokens";
    public const string Expirations = "expirations";
    public const string DispositionStatus = "disposition-status";
    public const string Completed = "completed";
    public const string Abandoned = "abandoned";
    public const string Suspended = "suspended";
    public const string DispositionReason = "deadletter-reason";
    public const string DispositionDescription = "deadletter-description";

    public const string DeadLetterReason = "DeadLetterReason";
    public const string DeadLetterDescription = "DeadLetterErrorDescription";

    public const int Ok = 200;
    public const int Accepted = 202;
    public const int NoContent = 204;
    public const int Gone = 410;
}
