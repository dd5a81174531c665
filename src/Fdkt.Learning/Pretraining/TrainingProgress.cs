namespace Fdkt.Learning.Pretraining;

/// <summary>Where a training run stands.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Progress">Part of the budget that is spent, in [0, 1].</param>
/// <param name="Loss">Mean cross entropy per predicted token since the last report, in nats.</param>
/// <param name="TokensPerSecond">Predicted tokens per second since the last report.</param>
/// <param name="Tokens">Predicted tokens so far.</param>
/// <param name="GradientNorm">Norm of the last mean gradient before clipping.</param>
public sealed record TrainingProgress(int Step, double Progress, double Loss, double TokensPerSecond, long Tokens, double GradientNorm);
