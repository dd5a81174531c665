namespace Fdkt.ServerModels.Settings;

/// <summary>The settings of a back end cannot be used. The message is one line: which, why, and what to do.</summary>
/// <param name="message">The line.</param>
/// <param name="inner">What it was found by.</param>
public sealed class BackendSettingsException(string message, Exception? inner = null) : Exception(message, inner);
