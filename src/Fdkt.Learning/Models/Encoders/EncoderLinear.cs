namespace Fdkt.Learning.Models.Encoders;

/// <summary>Weight and bias of a linear layer.</summary>
internal sealed record EncoderLinear(ParameterSlot Weight, ParameterSlot Bias);
