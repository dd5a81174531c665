namespace Fdkt.Contracts.Rounds;

/// <summary>What each client promises about its records. Adjacency is zero-out with public n (docs/privacy.md); the unit is one record, or one user where data.user names a column.</summary>
/// <param name="Epsilon">ε of everything a client releases in the round, finite and above 0; default 8.</param>
/// <param name="Delta">δ of the same, inside (0, 1/n) for a client of n records; default "auto", min(1e-5, n^-1.5).</param>
/// <param name="ClipNorm">L2 bound on one record's gradient in DP training, above 0; default 1.</param>
/// <param name="Mechanism">How demonstrations are made; default auto.</param>
/// <param name="ExpectedBatchSize">Expected records per Poisson-sampled DP training step, from 1 to the client's records; left out, chosen.</param>
/// <param name="Epochs">Passes over the private rows in DP training, at least 1; left out, chosen.</param>
/// <param name="LoraRank">Rank of the low-rank adapters, at least 1; left out, chosen. Used by lora alone.</param>
/// <param name="RefineWithVotes">Whether noisy votes of the private records judge what DP-SGD sampled; both are charged to epsilon. Used by classPrompts, lora and full; default false.</param>
/// <param name="Noise">Noise on the gradients of DP training; votes and class means are always exact. Used by classPrompts, lora and full; default gaussian.</param>
/// <param name="RecordsPerUser">Most records of one user that are used, at least 1; the first ones are kept, and all of them together are protected. Given exactly where data.user is; left out, the unit is one record.</param>
public sealed record PrivacySection(
    double Epsilon = 8,
    DeltaSetting Delta = default,
    double ClipNorm = 1,
    PrivacyMechanism Mechanism = PrivacyMechanism.Auto,
    int? ExpectedBatchSize = null,
    int? Epochs = null,
    int? LoraRank = null,
    bool RefineWithVotes = false,
    PrivacyNoise Noise = PrivacyNoise.Gaussian,
    int? RecordsPerUser = null);
