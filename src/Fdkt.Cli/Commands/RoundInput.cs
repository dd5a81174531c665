using System.CommandLine;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Files;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;

namespace Fdkt.Cli.Commands;

/// <summary>Reads the round file that a command names, lays its flags over it and checks the result.</summary>
/// <param name="Round">The round, checked.</param>
/// <param name="BaseDirectory">What its relative paths are relative to; absolute.</param>
/// <param name="Name">A name for output folders: that of the round file or the training file, else "sample".</param>
/// <param name="Warnings">Fields that were ignored.</param>
internal sealed record RoundInput(RoundFile Round, string BaseDirectory, string Name, IReadOnlyList<RoundFileProblem> Warnings)
{
    private const string SampleName = "sample";

    public static async Task<RoundInput> ReadAsync(string? path, RoundFlags flags, ParseResult result, string currentDirectory, CancellationToken cancellationToken)
    {
        RoundFile Under(RoundFile given) =>
            flags.Train(result) is { } train ? new RoundFile(Task: new TaskSection(Path.GetFileName(train).Split('.')[0]))
            : BuiltInSample.Suits(given) ? BuiltInSample.Round
            : new RoundFile();
        var reading = new RoundFileReading(Under(new RoundFile()), []);
        string baseDirectory = currentDirectory;
        if (path is not null)
        {
            string fullPath = Path.GetFullPath(path, currentDirectory);
            baseDirectory = Path.GetDirectoryName(fullPath)!;
            byte[] bytes = await BytesAsync(path, fullPath, cancellationToken).ConfigureAwait(false);
            TableGuess.Check(path, bytes);
            reading = RoundFileReader.ReadUnchecked(bytes, Under);
        }

        RoundFile round = flags.Apply(reading.File, result, currentDirectory);
        RoundFileReader.Check(round);
        string name = Path.GetFileName(path ?? flags.Train(result) ?? SampleName).Split('.')[0];
        return new RoundInput(round, baseDirectory, name, reading.Warnings);
    }

    private static async Task<byte[]> BytesAsync(string path, string fullPath, CancellationToken cancellationToken)
    {
        if (!File.Exists(fullPath))
        {
            throw new UserErrorException(
                ExitCode.InvalidInput, $"{path}: there is no such round file", "Check the path. For a CSV without a round file use --train FILE --text COL --label COL.");
        }

        return await File.ReadAllBytesAsync(fullPath, cancellationToken).ConfigureAwait(false);
    }
}
