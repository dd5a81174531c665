using Fdkt.Learning.PrivateTraining;

namespace Fdkt.Learning.Auditing;

/// <summary>One way of DP training: what is trained, by which rule, and whether the head of the model is its embedding.</summary>
/// <param name="Scope">What is trained.</param>
/// <param name="Optimizer">The update rule.</param>
/// <param name="TiedHead">Whether the output head is the embedding matrix.</param>
public sealed record StepAuditCase(TrainableScope Scope, DpOptimizerKind Optimizer, bool TiedHead)
{
    /// <summary>Every way there is.</summary>
    public static IReadOnlyList<StepAuditCase> All { get; } =
    [
        .. from scope in Enum.GetValues<TrainableScope>()
           from optimizer in new[] { DpOptimizerKind.Sgd, DpOptimizerKind.Adam }
           from tied in new[] { true, false }
           select new StepAuditCase(scope, optimizer, tied),
    ];

    /// <summary>The way in words.</summary>
    public string Name => FormattableString.Invariant(
        $"{(Optimizer == DpOptimizerKind.Sgd ? "DP-SGD" : "DP-Adam")} of {Scope switch { TrainableScope.ClassPrompts => "class prompts", TrainableScope.LowRank => "adapters", _ => "all weights" }}, {(TiedHead ? "tied" : "untied")} head");
}
