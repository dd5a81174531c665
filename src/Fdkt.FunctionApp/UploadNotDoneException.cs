namespace Fdkt.FunctionApp;

/// <summary>An announcement cannot be dealt with now: its artifact or its round is not there yet. The host shows the message again.</summary>
/// <param name="messageId">The message.</param>
public sealed class UploadNotDoneException(string messageId) : Exception($"Message {messageId} cannot be dealt with yet and has to come again.");
