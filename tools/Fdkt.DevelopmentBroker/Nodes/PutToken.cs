namespace Fdkt.DevelopmentBroker.Nodes;

/// <summary>A token that a client put.</summary>
/// <param name="Kind">Its type.</param>
/// <param name="Audience">The address it is for, as a URI.</param>
/// <param name="Text">The token.</param>
internal sealed record PutToken(string Kind, string Audience, string Text);
