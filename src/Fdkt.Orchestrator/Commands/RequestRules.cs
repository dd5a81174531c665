using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Orchestrator.Commands;

/// <summary>The rules that an order to run a round must meet. Pure.</summary>
internal static class RequestRules
{
    private const int FewestLabels = 2;

    /// <summary>Checks an order.</summary>
    /// <param name="request">The order.</param>
    /// <exception cref="RefusedException">It breaks a rule.</exception>
    public static void Check(RoundRequest request)
    {
        RequireVersion("order", request.SchemaVersion, RoundRequest.CurrentSchemaVersion);
        RequireVersion("round file", request.File.SchemaVersion, RoundFile.CurrentSchemaVersion);
        IReadOnlyList<RoundFileProblem> problems = RoundFileValidator.Validate(request.File);
        Require(problems.Count == 0, $"The round file is not valid: {string.Join(' ', problems)}");
        Require(request.Labels.Count >= FewestLabels && request.Labels.All(label => !string.IsNullOrWhiteSpace(label)), $"A round needs at least {FewestLabels} labels, none of them blank.");
        Require(request.Labels.Distinct(StringComparer.Ordinal).Count() == request.Labels.Count, "A label is given twice.");
        Require(request.File.Seeds.Values.All(seed => seed >= 0), "Seeds of a federated round are 0 or above.");
        Require(!string.IsNullOrWhiteSpace(request.Model), "The public model is not named.");
    }

    // A reader checks the version of the message; what the message carries has versions of its own.
    private static void RequireVersion(string what, int version, int newest)
    {
        if (version < 1 || version > newest)
        {
            throw new RefusedException(ReasonCode.UnsupportedSchemaVersion, $"The {what} has schema version {version}; this build reads 1 to {newest}.");
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new RefusedException(ReasonCode.MalformedJson, message);
        }
    }
}
