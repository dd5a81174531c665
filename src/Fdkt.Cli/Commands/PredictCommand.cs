using System.CommandLine;
using System.Globalization;
using System.Text;
using Fdkt.Cli.Errors;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Classifiers;
using Fdkt.GpuJobs.Data;
using Fdkt.GpuJobs.Encoders;
using Fdkt.Learning.Encoders;

namespace Fdkt.Cli.Commands;

/// <summary><c>fdkt predict</c>: labels texts with a classifier that a client kept.</summary>
internal static class PredictCommand
{
    private const string Standard = "-";

    // So many rows are encoded at a time; each part is written before the next is read.
    private const int RowsPerPart = 256;

    /// <summary>Builds the command. Exit codes: 0, 2 for another encoder, 3 for rows that cannot be read, 4 for files, 5 for a folder that is no whole model.</summary>
    public static Command Create(CommandContext context)
    {
        var model = new Option<string>("--model") { Description = "Folder of the model, as 'fdkt run' or a client leaves it.", HelpName = "DIR", Required = true };
        Option<string?> input = Flag.Text("--in", "FILE", "Rows to label: .csv, .tsv, .jsonl (each also .gz) or .parquet; - reads standard input. Default: -.");
        Option<ColumnList?> text = Flag.Of("--text", "COL[,COL]", "Column(s) of the text, by name or by number from 1. Default: text.", "a list of columns", ColumnList.Parse);
        Option<string?> format = Flag.Text("--format", "FORMAT", "csv, jsonl or lines (a text on each line). Default: by the ending of the file; for standard input csv where --text is given, else lines.");
        var noHeader = new Option<bool>("--no-header") { Description = "The first line of a CSV is data; columns are then given by number." };
        Option<string?> delimiter = Flag.Text("--delimiter", "CHAR", "Between CSV fields, or \"tab\". Default: a comma; a tab in .tsv.");
        Option<string?> encoder = Flag.Text("--encoder", "DIR", "Where the model's encoder lies, if not where it was.");
        var json = new Option<bool>("--json") { Description = "Write JSON lines. Default: CSV." };
        var command = new Command("predict", "Label texts with a saved model: one line per row, with the probability of each class.") { model, input, text, format, noHeader, delimiter, encoder, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            SavedClassifier classifier = ClassifierFolder.Read(Path.GetFullPath(result.GetValue(model)!, context.CurrentDirectory));
            string? folder = result.GetValue(encoder) is { } given ? Path.GetFullPath(given, context.CurrentDirectory) : null;
            ITextEncoder reader = ClassifierEncoder.Of(classifier, folder, cancellationToken);
            using var owned = new Released(reader);
            var source = new DataSource(
                result.GetValue(input) ?? Standard,
                Header: result.GetValue(noHeader) ? HeaderMode.Absent : null,
                Text: result.GetValue(text),
                Delimiter: result.GetValue(delimiter),
                Join: classifier.Card.Join);
            IEnumerable<string> rows = await RowsAsync(source, result.GetValue(format), context, cancellationToken).ConfigureAwait(false);
            var output = new PredictionWriter(context.Output, classifier.Card.Labels, result.GetValue(json));
            foreach (string[] part in rows.Chunk(RowsPerPart))
            {
                await LabelAsync(classifier, reader, part, output, cancellationToken).ConfigureAwait(false);
            }

            await context.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (output.Blank > 0)
            {
                await context.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{output.Blank} of {output.Rows} rows have no text and got no label.")).ConfigureAwait(false);
            }

            return 0;
        });
        return command;
    }

    private static async Task LabelAsync(SavedClassifier classifier, ITextEncoder encoder, string[] texts, PredictionWriter output, CancellationToken cancellationToken)
    {
        string[] written = [.. texts.Where(text => text.Length > 0)];
        var predictions = new Queue<Prediction>(await classifier.PredictAsync(encoder, written, null, cancellationToken).ConfigureAwait(false));
        foreach (string text in texts)
        {
            output.Write(text.Length > 0 ? predictions.Dequeue() : null);
        }
    }

    private static async Task<IEnumerable<string>> RowsAsync(DataSource source, string? format, CommandContext context, CancellationToken cancellationToken)
    {
        bool standard = source.Path == Standard;
        switch (format ?? (standard && source.Text is null ? "lines" : null))
        {
            case "lines":
                Stream stream = standard ? context.Input() : File.OpenRead(Path.GetFullPath(source.Path!, context.CurrentDirectory));
                return Lines(stream);
            case "csv":
                source = source with { Format = DataFormat.Csv };
                break;
            case "jsonl":
                source = source with { Format = DataFormat.Jsonl };
                break;
            case null:
                break;
            default:
                throw new UserErrorException(ExitCode.InvalidInput, $"--format {format} is unknown", "Give csv, jsonl or lines.");
        }

        return standard ? TextRows.Read(context.Input(), source) : await TextRows.ReadAsync(source, context.CurrentDirectory, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives an encoder back at the end; the built-in one stays for the process.</summary>
    private sealed class Released(ITextEncoder encoder) : IDisposable
    {
        public void Dispose() => EncoderFactory.Release(encoder);
    }

    private static IEnumerable<string> Lines(Stream stream)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false));
        while (reader.ReadLine() is { } line)
        {
            yield return line.Trim();
        }
    }
}

/// <summary>Writes predictions as they come: CSV with a header, or JSON lines. Never the text.</summary>
internal sealed class PredictionWriter(TextWriter output, IReadOnlyList<string> labels, bool json)
{
    /// <summary>Rows written.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows without a text.</summary>
    public long Blank { get; private set; }

    /// <summary>Writes the next row; null for one without a text.</summary>
    public void Write(Prediction? prediction)
    {
        Rows++;
        Blank += prediction is null ? 1 : 0;
        if (json)
        {
            output.WriteLine(Json(prediction));
            return;
        }

        if (Rows == 1)
        {
            output.WriteLine(string.Join(',', labels.Prepend("probability").Prepend("label").Prepend("row").Select(Field)));
        }

        IEnumerable<string> numbers = labels.Select((_, c) => prediction is null ? string.Empty : Number(prediction.Probabilities[c]));
        string label = prediction is null ? string.Empty : labels[prediction.Label];
        string surest = prediction is null ? string.Empty : Number(prediction.Probabilities[prediction.Label]);
        output.WriteLine(string.Join(',', numbers.Prepend(surest).Prepend(Field(label)).Prepend(Rows.ToString(CultureInfo.InvariantCulture))));
    }

    private string Json(Prediction? prediction) => JsonLine.Of(writer =>
    {
        writer.WriteNumber("row", Rows);
        if (prediction is null)
        {
            writer.WriteNull("label");
            return;
        }

        writer.WriteString("label", labels[prediction.Label]);
        writer.WriteNumber("probability", Rounded(prediction.Probabilities[prediction.Label]));
        writer.WriteStartObject("probabilities");
        for (int c = 0; c < labels.Count; c++)
        {
            writer.WriteNumber(labels[c], Rounded(prediction.Probabilities[c]));
        }

        writer.WriteEndObject();
    });

    private static double Rounded(double probability) => Math.Round(probability, 6);

    private static string Number(double probability) => probability.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Field(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
