namespace Fdkt.Contracts.Federation;

/// <summary>How a round behaves where clients are processes of their own. Without use for <c>fdkt run</c>.</summary>
/// <param name="Quorum">Fewest clients whose demonstrations the round goes on with, at least 1; left out, all that take part.</param>
/// <param name="DemosMinutes">Time for demonstrations to arrive, above 0; default 60.</param>
/// <param name="AugmentationMinutes">Time for the server's language model, above 0; default 120.</param>
/// <param name="TrainingMinutes">Time for the clients' training, above 0; default 60.</param>
/// <param name="ResendMinutes">Time without a sign of life after which a job is sent again, doubled each time, above 0; default 10.</param>
/// <param name="Late">What becomes of demonstrations after the deadline; default keepForNextRound.</param>
public sealed record FederationSection(
    int? Quorum = null,
    double DemosMinutes = 60,
    double AugmentationMinutes = 120,
    double TrainingMinutes = 60,
    double ResendMinutes = 10,
    LatePolicy Late = LatePolicy.KeepForNextRound);
