namespace Fdkt.Learning.Students;

/// <summary>A student could not be trained with the settings it was given.</summary>
/// <param name="message">What went wrong and what to change; no private text.</param>
public sealed class StudentTrainingException(string message) : Exception(message);
