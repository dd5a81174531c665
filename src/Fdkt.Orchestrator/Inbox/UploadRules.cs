using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Orchestrator.Inbox;

/// <summary>The rules for an artifact that was read: signature, identity, promise, content, in this order. Pure.</summary>
internal static class UploadRules
{
    /// <summary>Where δ is chosen by the client from the number of its records, which the server does not know, it can be no larger than with this many.</summary>
    private const int FewestRecords = 2;

    /// <summary>Checks an artifact.</summary>
    /// <param name="claim">What was announced.</param>
    /// <param name="stored">What was read.</param>
    /// <param name="registration">The client's enrolment.</param>
    /// <param name="request">The order of the round that asked; null for a push, whose plan is not known yet.</param>
    /// <exception cref="RefusedException">It breaks a rule.</exception>
    public static void Check(UploadClaim claim, StoredArtifact stored, ClientRegistration registration, RoundRequest? request)
    {
        ArtifactManifest manifest = stored.Manifest;
        Require(ManifestSignature.Verifies(stored.Envelope, registration), ReasonCode.BadSignature, $"The manifest is not signed with the key of client {claim.Client}.");
        Require(
            manifest.Client == claim.Client && manifest.Task == claim.Task && manifest.Round == claim.Round && manifest.Seed == claim.Seed
                && (claim.ContentHash is null || manifest.ContentHash == claim.ContentHash),
            ReasonCode.ContentMismatch,
            $"The manifest is of client {manifest.Client}, task {manifest.Task}, round {manifest.Round}, seed {manifest.Seed}; the announcement is not.");
        Require(manifest.Statements.Count == 1 && manifest.Statements[0].Client == claim.Client.Value, ReasonCode.ContentMismatch, $"The manifest does not carry one statement by client {claim.Client}.");
        Require(manifest.Ledger?.IsWellFormed() != false, ReasonCode.MalformedJson, $"What the manifest of client {claim.Client} says of its ledger is out of bounds.");
        PrivacyStatement statement = manifest.Statements[0];
        CheckEnrolment(statement, registration);
        if (request is not null)
        {
            CheckPlan(statement, request.File.Privacy);
        }

        Require(manifest.Rows <= registration.MaximumRows, ReasonCode.TooManyRows, $"{manifest.Rows} rows are more than {registration.MaximumRows}, the most that client {claim.Client} is enrolled for.");
        IEnumerable<string> labels = stored.Dataset.Rows.Select(row => row.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Require(labels.SequenceEqual(manifest.Labels, StringComparer.Ordinal), ReasonCode.ContentMismatch, "The labels of the rows are not those of the manifest.");
        if (request is not null)
        {
            CheckLabels(manifest.Labels, request.Labels);
        }
    }

    /// <summary>Checks a promise against the client's enrolment.</summary>
    /// <param name="statement">The promise.</param>
    /// <param name="registration">The enrolment.</param>
    /// <exception cref="RefusedException">It promises less than the client is enrolled for.</exception>
    public static void CheckEnrolment(PrivacyStatement statement, ClientRegistration registration)
    {
        double delta = registration.MaximumDelta ?? double.PositiveInfinity;
        Require(statement.Epsilon <= registration.MaximumEpsilon, ReasonCode.EpsilonAbovePlan, $"ε {statement.Epsilon:R} is above {registration.MaximumEpsilon:R}, the most that client {registration.Client} is enrolled for.");
        Require(statement.Delta <= delta, ReasonCode.DeltaAbovePlan, $"δ {statement.Delta:R} is above {delta:R}, the most that client {registration.Client} is enrolled for.");
    }

    /// <summary>Checks a promise against a round's plan.</summary>
    /// <param name="statement">The promise.</param>
    /// <param name="plan">The plan.</param>
    /// <exception cref="RefusedException">It promises less than was planned.</exception>
    public static void CheckPlan(PrivacyStatement statement, PrivacySection plan)
    {
        double delta = plan.Delta.Resolve(FewestRecords);
        Require(statement.Epsilon <= plan.Epsilon, ReasonCode.EpsilonAbovePlan, $"ε {statement.Epsilon:R} is above the plan's {plan.Epsilon:R}.");
        Require(statement.Delta <= delta, ReasonCode.DeltaAbovePlan, $"δ {statement.Delta:R} is above the plan's {delta:R}.");
        Require(plan.RecordsPerUser is null || PrivacyUnit.IsUser(statement.Unit), ReasonCode.UnitBelowPlan, $"The plan protects users; the statement is for {(statement.Unit == PrivacyUnit.OneRecord ? statement.Unit : "another unit")}.");
    }

    /// <summary>Checks labels against a task's.</summary>
    /// <param name="labels">The labels of the rows.</param>
    /// <param name="task">The task's.</param>
    /// <exception cref="RefusedException">One is not among them. The message does not quote it: it is from outside.</exception>
    public static void CheckLabels(IEnumerable<string> labels, IReadOnlyList<string> task)
    {
        var known = task.ToHashSet(StringComparer.Ordinal);
        Require(labels.All(known.Contains), ReasonCode.UnknownLabel, $"A label is none of the task's {task.Count}.");
    }

    private static void Require(bool condition, ReasonCode reason, string message)
    {
        if (!condition)
        {
            throw new RefusedException(reason, message);
        }
    }
}
