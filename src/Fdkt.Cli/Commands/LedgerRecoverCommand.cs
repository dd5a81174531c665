using System.CommandLine;
using System.Globalization;
using System.Text;
using Fdkt.Cli.Errors;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Ledgers;
using Fdkt.GpuJobs.Clients;
using Fdkt.Privacy.Accounting;

namespace Fdkt.Cli.Commands;

/// <summary><c>fdkt ledger recover</c>: rebuilds a ledger that was lost, damaged or set back. What it charges is never less than what was released.</summary>
internal static class LedgerRecoverCommand
{
    // A head with thousands of unlike releases.
    private const long LargestKnown = 16 * 1024 * 1024;

    /// <summary>Builds the command. Exit codes: 0, 2 for no client's folder or no such file of the federation, 4 if a file cannot be read, 7 where what was spent cannot be known.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The client's folder." };
        var copies = new Option<string[]>("--copy") { Description = "A copy of the ledger, of any age. May be given several times.", HelpName = "FILE", DefaultValueFactory = _ => [] };
        var known = new Option<string?>("--known") { Description = "What the federation remembers of the ledger: the operator prints it with 'fdkt client ledger NAME'.", HelpName = "FILE" };
        var never = new Option<bool>("--never-released") { Description = "The owner's word that nothing was ever released of these records. Needed where no trace of a ledger or release is found." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("recover", "Rebuild a client's ledger from what is left of it, copies, releases/, statements/ and what the federation remembers. Charges all that any of them knows of.") { folder, copies, known, never, json };
        command.SetAction(result => LedgerCommand.Guarded(result, "recover", () =>
        {
            ClientFolder client = ClientFolder.Open(result.GetValue(folder)!);
            LedgerRebuilt rebuilt = LedgerRebuild.Run(
                client, result.GetValue(copies)!, result.GetValue(known) is { } file ? Read(file, client.Settings.Client) : null, result.GetValue(never), TimeProvider.System);
            result.InvocationConfiguration.Output.WriteLine(result.GetValue(json) ? Json(client, rebuilt) : Words(client, rebuilt));
            return ExitCode.Success;
        }));
        return command;
    }

    private static ClientLedgerHead Read(string path, ClientId client)
    {
        var file = new FileInfo(path);
        ClientLedgerHead known = file.Length <= LargestKnown
            ? ContractReader.Read(File.ReadAllBytes(path), FederationJsonContext.Default.ClientLedgerHead, ClientLedgerHead.CurrentSchemaVersion)
            : throw new RefusedException(ReasonCode.MessageTooLarge, $"The file has {file.Length} bytes; {LargestKnown} are allowed.");
        return known.Client == client && known.Head.IsWellFormed()
            ? known
            : throw new RefusedException(ReasonCode.ContentMismatch, $"--known: the file is not about the ledger of client {client}.");
    }

    private static string Words(ClientFolder client, LedgerRebuilt rebuilt)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"rebuilt {client.LedgerPath}: {rebuilt.Recovery.Charges.Count} releases are charged");
        if (Total(rebuilt) is { } total)
        {
            text.Append(CultureInfo.InvariantCulture, $", epsilon {total.EpsilonPld:g6} at delta {total.Delta:g6} together");
        }

        return text.Append(rebuilt.Old is null ? "; there was no ledger" : $"; what was there is {rebuilt.Old}").ToString();
    }

    private static string Json(ClientFolder client, LedgerRebuilt rebuilt) => JsonLine.Of(writer =>
    {
        writer.WriteString("ledger", client.LedgerPath);
        writer.WriteNumber("releases", rebuilt.Recovery.Charges.Count);
        writer.WriteString("old", rebuilt.Old);
        PrivacyGuarantee? total = Total(rebuilt);
        NumberArgument.Write(writer, "epsilon", total?.EpsilonPld ?? 0.0);
        NumberArgument.Write(writer, "delta", total?.Delta ?? 0.0);
    });

    private static PrivacyGuarantee? Total(LedgerRebuilt rebuilt) => rebuilt.Recovery.Charges is { Count: > 0 } charges
        ? PrivacyAccounting.Account([.. charges.SelectMany(charge => charge.Events)], charges.Min(charge => charge.Delta))
        : null;
}
