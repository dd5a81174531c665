using System.Globalization;
using System.Text;
using Fdkt.Cli.Processes;
using Fdkt.Contracts.Errors;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Artifacts;
using Fdkt.GpuJobs.Classifiers;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Data;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.Files;
using Fdkt.Learning.Native;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;
using Fdkt.Learning.Tokenizers;
using Fdkt.Orchestrator.Hosting;
using Fdkt.Orchestrator.Registry;
using Fdkt.Privacy;
using Fdkt.Privacy.Ledger;
using Fdkt.ServerModels;
using Fdkt.ServerModels.Settings;
using Fdkt.Transport.Azure;

namespace Fdkt.Cli.Errors;

/// <summary>Turns what a command threw into one message and an exit code. No stack trace ever reaches the screen.</summary>
/// <param name="error">Where messages go.</param>
/// <param name="clock">Names the log file of an unexpected fault.</param>
/// <param name="logFolder">Where that log file goes.</param>
internal sealed class ErrorReporter(TextWriter error, TimeProvider clock, string logFolder)
{
    // errno ENOSPC and EDQUOT on Linux, EDQUOT on macOS, and ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL as HRESULTs.
    private static readonly int[] FullDisk = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    public ExitCode Report(Exception exception)
    {
        (ExitCode code, string message) = Describe(exception);
        if (code == ExitCode.Unexpected)
        {
            message = $"{message} {WriteLog(exception)}";
        }

        error.WriteLine(code == ExitCode.Cancelled ? message : $"fdkt: {message}");
        return code;
    }

    private static (ExitCode Code, string Message) Describe(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions.Count: 1 } one => Describe(one.InnerExceptions[0]),
        OperationCanceledException => (ExitCode.Cancelled, "Stopped. Finished stages are kept; the same command goes on from there."),
        UserErrorException user => (user.ExitCode, user.Message),
        RoundFileException round => (ExitCode.InvalidInput, Several(round.Problems)),
        PrivacySettingsException settings => (ExitCode.InvalidInput, settings.Message),
        TooFewRecordsException records => (ExitCode.InvalidData, records.Message),
        InvalidNameException name => (ExitCode.InvalidInput, name.Message),
        RefusedException refused => (ExitCode.Refused, $"Refused ({EnumNames.Of(refused.Reason)}): {refused.Message}"),
        RegistryConflictException registry => (ExitCode.Refused, registry.Message),
        QueueUnavailableException queue => (ExitCode.Unreachable, $"{queue.Message.TrimEnd('.')}. Check --service-bus, and whether it can be reached from here."),
        ClientFolderException folder => (ExitCode.InvalidInput, folder.Message),
        KeptArtifactException kept => (ExitCode.CorruptCheckpoint, kept.Message),
        AzuriteUnavailableException azurite => (ExitCode.UnsupportedMachine, azurite.Message),
        StorageUnavailableException storage => (ExitCode.Unreachable, $"{storage.Message.TrimEnd('.')}. Check --storage, and whether the storage runs."),
        Azure.Identity.AuthenticationFailedException identity => (ExitCode.Unreachable, $"No identity for the storage: {identity.Message.Split('\n')[0].TrimEnd('.')}. Sign in, or check the identity of this machine."),
        Azure.RequestFailedException storage => (ExitCode.Unreachable, $"The storage said {storage.Status} {storage.ErrorCode}: {storage.Message.Split('\n')[0].TrimEnd('.')}. Check --storage, the network and the rights."),
        OrchestratorOptionsException options => (ExitCode.InvalidInput, options.Message),
        ProcessFailedException process => (ExitCode.ProcessFailed, $"{process.Message} Its output is in {process.LogPath}."),
        PrivacyParameterException privacy => (ExitCode.InvalidInput, privacy.Message),
        DataSourceException data => (ExitCode.InvalidData, data.Message),
        PublicCorpusException corpus => (ExitCode.InvalidData, $"{corpus.Message} See --public, --public-rows and --public-fraction."),
        ClassifierException model => (ExitCode.CorruptCheckpoint, model.Message),
        EncoderException encoder => (ExitCode.InvalidInput, encoder.Message),
        BackendSettingsException backend => (ExitCode.InvalidInput, backend.Message),
        PromptTemplateException template => (ExitCode.InvalidInput, template.Message),
        BackendException backend => (ExitCode.Unreachable, backend.Message),
        ClassVanishedException vanished => (ExitCode.InvalidInput, vanished.Message),
        CheckpointException checkpoint => (ExitCode.CorruptCheckpoint, $"{checkpoint.Message.TrimEnd('.')}. Get another copy of it; a public model of Fdkt's own is made again by 'fdkt pretrain'."),
        TokenizerException tokenizer => (ExitCode.CorruptCheckpoint, $"{tokenizer.Message.TrimEnd('.')}. Get another copy of it; that of a public model of Fdkt's own is made again by 'fdkt pretrain'."),
        StudentTrainingException student => (ExitCode.InvalidInput, student.Message),
        TorchRuntimeException torch => (ExitCode.UnsupportedMachine, torch.Message),
        LedgerDamagedException ledger => (ExitCode.DamagedLedger, ledger.Message),
        LedgerBehindException ledger => (ExitCode.DamagedLedger, ledger.Message),
        LedgerInUseException ledger => (ExitCode.InputOutput, ledger.Message),
        LedgerRefusedException ledger => (ExitCode.BudgetRefused, ledger.Message),
        PrivacyBudgetExceededException budget => (ExitCode.BudgetRefused, budget.Message),
        IOException io when FullDisk.Contains(io.HResult) => (
            ExitCode.InputOutput, $"There is no space left: {io.Message.TrimEnd('.')}. Free some space or give another folder with --out; nothing half-written was left."),
        IOException io => (ExitCode.InputOutput, $"Reading or writing failed: {io.Message.TrimEnd('.')}. Check the path and the disk."),
        UnauthorizedAccessException access => (ExitCode.InputOutput, $"{access.Message.TrimEnd('.')}. Check the permissions, or give another folder with --out."),
        _ => (ExitCode.Unexpected, $"An unexpected fault: {exception.GetType().Name}."),
    };

    private static string Several(IReadOnlyList<RoundFileProblem> problems) =>
        problems.Count == 1 ? problems[0].ToString() : $"{problems.Count} problems:{string.Concat(problems.Select(problem => $"{Environment.NewLine}  {problem}"))}";

    private string WriteLog(Exception exception)
    {
        string stamp = clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string path = Path.Combine(logFolder, $"fdkt-fault-{stamp}-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.log");
        try
        {
            AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(FaultText.Full(exception))));
            return $"The details are in {path}.";
        }
#pragma warning disable CA1031 // Whatever keeps the log from being written, the user still gets the message.
        catch (Exception)
#pragma warning restore CA1031
        {
            return $"The details could not be written to {path}.";
        }
    }
}
