using Fdkt.Cli.Errors;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Rounds;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Statements;

namespace Fdkt.Cli.Federation;

/// <summary>What the maker of demonstrations says that they cost. The events are charged to the ledger, and ε is checked against them.</summary>
/// <param name="SchemaVersion">Version of this file: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Epsilon">ε, at least what the accountant finds for the events.</param>
/// <param name="Delta">δ, in (0, 1).</param>
/// <param name="Mechanism">The mechanism; never auto.</param>
/// <param name="Events">All mechanisms that read private records on the way to the demonstrations, at least one.</param>
/// <param name="Adjacency">Which data sets count as neighbours. The accountants know zero-out with public n; whoever gives less, "add or remove one" with all settings independent of n, may say so.</param>
/// <param name="Unit">What one neighbour differs in: "one record", or "one user with at most 5 records".</param>
internal sealed record PushStatement(
    int SchemaVersion, double Epsilon, double Delta, PrivacyMechanism Mechanism, IReadOnlyList<PrivacyEvent> Events, string? Adjacency, string? Unit)
{
    public const int CurrentSchemaVersion = 1;

    /// <summary>Largest file that is read as a statement: thousands of events.</summary>
    public const long LargestBytes = 1024 * 1024;

    private const string KnownAdjacency = StatementBuilder.ZeroOut;

    // The second says more than the first: what holds for it holds for zero-out as well, and no more than that is passed on.
    private static readonly string[] Adjacencies = [KnownAdjacency, "add or remove one"];

    // ε of a file is typed with a few digits.
    private const double Rounding = 1e-4;

    // The number in the unit's name; the name's form was checked.
    private int RecordsPerUnit => PrivacyUnit.RecordsPerUser(Unit ?? PrivacyUnit.OneRecord) ?? 1;

    /// <summary>Reads a statement.</summary>
    /// <param name="utf8Json">The file.</param>
    /// <param name="name">The file as the user named it.</param>
    /// <exception cref="RefusedException">It is no statement.</exception>
    /// <exception cref="UserErrorException">It contradicts itself.</exception>
    public static PushStatement Read(ReadOnlySpan<byte> utf8Json, string name)
    {
        PushStatement statement = ContractReader.Read(utf8Json, FederationFileContext.Default.PushStatement, CurrentSchemaVersion);
        if (statement.Events is not { Count: > 0 } || statement.Events.Contains(null!))
        {
            throw Fault(name, "events: there is none", "List every mechanism that read private records, such as {\"kind\":\"sampledGaussian\",…}.");
        }

        if (statement.Adjacency is { } adjacency && !Adjacencies.Contains(adjacency))
        {
            throw Fault(name, "adjacency: it is not one that events are charged for", $"Only \"{KnownAdjacency}\" is.");
        }

        if (statement.Unit is { } unit && unit != PrivacyUnit.OneRecord && !(PrivacyUnit.IsUser(unit) && statement.Events.All(e => StatementVerification.Covers(e, statement.RecordsPerUnit))))
        {
            throw Fault(name, "unit: the events do not cover it", $"Give \"{PrivacyUnit.OneRecord}\", or \"{PrivacyUnit.Of(5)}\" with events for units of 5 records.");
        }

        if (!(statement.Delta is > 0 and < 1))
        {
            throw Fault(name, FormattableString.Invariant($"delta: {statement.Delta} is not inside (0, 1)"), "Give the delta of the release.");
        }

        double charged = PrivacyAccounting.Account(statement.Events, statement.Delta).EpsilonPld;
        return charged <= statement.Epsilon * (1 + Rounding)
            ? statement
            : throw Fault(name, FormattableString.Invariant($"epsilon: {statement.Epsilon} is less than the events cost, {charged:g6} at delta {statement.Delta:g4}"), "A statement may not promise more than its events keep.");
    }

    /// <summary>The statement that travels with the demonstrations.</summary>
    /// <param name="client">Whose records.</param>
    /// <exception cref="ArgumentException">The mechanism is auto.</exception>
    public PrivacyStatement For(ClientId client) => new(client.Value, Epsilon, Delta, Mechanism, KnownAdjacency, Unit ?? PrivacyUnit.OneRecord, PrivacyAccounting.Account(Events, Delta).Accountants);

    private static UserErrorException Fault(string name, string problem, string remedy) => new(ExitCode.InvalidInput, $"{name}: {problem}", remedy);
}
