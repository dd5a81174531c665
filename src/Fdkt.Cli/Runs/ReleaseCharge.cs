using Fdkt.Privacy.Accounting;

namespace Fdkt.Cli.Runs;

/// <summary>What one finished release costs, for the ledger and for the sum over a run.</summary>
/// <param name="Id">Names the release once and for all; random, since a release that is made again is another one.</param>
/// <param name="Events">Every mechanism that read private records.</param>
/// <param name="Delta">δ of its statement.</param>
/// <param name="ContentHash">SHA-256 of the released file.</param>
internal sealed record ReleaseCharge(string Id, IReadOnlyList<PrivacyEvent> Events, double Delta, string ContentHash);
