namespace Fdkt.Learning.Models;

/// <summary>Scale of a norm, and its shift where it is a layer norm.</summary>
internal sealed record NormSlots(ParameterSlot Weight, ParameterSlot? Bias);
