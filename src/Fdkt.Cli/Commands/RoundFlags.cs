using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Encoders;

namespace Fdkt.Cli.Commands;

/// <summary>The flags that stand for fields of the round file. They lie over a given file, or over an empty one.</summary>
internal sealed class RoundFlags
{
    private readonly Option<string?> _train = Flag.Text("--train", "FILE", "Labelled rows to deal to the clients: .csv, .tsv, .jsonl (each also .gz) or .parquet.");
    private readonly Option<string?> _test = Flag.Text("--test", "FILE", "Labelled rows to measure accuracy on. Left out: a fifth of the training rows.");
    private readonly Option<string?> _public = Flag.Text("--public", "FILE", "The server's public corpus; labels are never read. Left out: the corpus that ships with Fdkt.");
    private readonly Option<double?> _publicFraction = Flag.Number("--public-fraction", "F", "Take this part of the training rows as the public corpus, labels withheld.");
    private readonly Option<int?> _publicRows = Flag.Whole("--public-rows", "N", "Take this many of the training rows as the public corpus, labels withheld.");
    private readonly Option<ColumnList?> _text = Flag.Of("--text", "COL[,COL]", "Column(s) of the text, by name or by number from 1. Default: text.", "a list of columns", ColumnList.Parse);
    private readonly Option<ColumnReference?> _label = Flag.Of<ColumnReference?>("--label", "COL", "Column of the label, by name or by number from 1. Default: label.", "a column", text => ColumnReference.Parse(text));
    private readonly Option<ColumnReference?> _user = Flag.Of<ColumnReference?>("--user", "COL", "Column that says whose row it is; goes with --records-per-user. Default: records are protected one by one.", "a column", text => ColumnReference.Parse(text));
    private readonly Option<int?> _recordsPerUser = Flag.Whole("--records-per-user", "K", "Most records of one user that are used; all of them are protected together.");
    private readonly Option<bool> _noHeader = new("--no-header") { Description = "The first line of the CSV files is data. Default: found out." };
    private readonly Option<string?> _delimiter = Flag.Text("--delimiter", "CHAR", "Between CSV fields, or \"tab\". Default: a comma; a tab in .tsv.");
    private readonly Option<string?> _domain = Flag.Text("--domain", "WORDS", "What the texts are, in a few words for the prompts. Default: text.");
    private readonly Option<int?> _records = Flag.Whole("--records", "N", "Private records of each client. Default: all that there are, shared evenly.");
    private readonly Option<int?> _clients = Flag.Whole("--clients", "K", "Number of clients. Default: 1.");
    private readonly Option<PartitionKind?> _partition =
        Flag.Of<PartitionKind?>("--partition", "KIND", $"How rows are dealt: {Names<PartitionKind>()}. Default: iid.", $"one of {Names<PartitionKind>()}", text => Named<PartitionKind>(text));
    private readonly Option<double?> _alpha = Flag.Number("--alpha", "A", "Concentration of the dirichlet partition; smaller means more skewed classes. Default: 0.5.");
    private readonly Option<double?> _epsilon = Flag.Number("--epsilon", "E", "Privacy budget of each client. Default: 8.");
    private readonly Option<DeltaSetting?> _delta = Flag.Of<DeltaSetting?>("--delta", "D", "Delta, below one over the records. Default: auto, the smaller of 1e-5 and records^-1.5.", "a number or auto", ParseDelta);
    private readonly Option<PrivacyMechanism?> _mechanism =
        Flag.Of<PrivacyMechanism?>("--mechanism", "M", $"How demonstrations are made: {Names<PrivacyMechanism>()}. Default: auto.", $"one of {Names<PrivacyMechanism>()}", text => Named<PrivacyMechanism>(text));
    private readonly Option<string?> _base = Flag.Text("--base-model", "PATH", "A published model to start from: a folder as Hugging Face publishes it, or a llama2.c file (docs/checkpoints.md). Default: a small model of its own.");
    private readonly Option<string?> _encoder = Flag.Text("--encoder", "E", "What turns texts into states, in every row: builtIn (all-MiniLM-L6-v2), trained, endpoint (of --llm, server side only), or a folder with an ONNX encoder or a checkpoint. Default: builtIn.");
    private readonly Option<WeightType?> _dtype = Flag.Of<WeightType?>("--dtype", "TYPE", "Type of that model's weights: float32 or bfloat16. Default: the checkpoint's own.", "float32 or bfloat16", text => Named<WeightType>(text));
    private readonly Option<double?> _minutes = Flag.Number("--pretraining-minutes", "M", "Longest time to train on the public corpus; 0 leaves the weights of a base model as they are. Default: 3; 8 for the sample's own.");
    private readonly Option<IReadOnlyList<Comparison>?> _comparisons =
        Flag.Of<IReadOnlyList<Comparison>>("--comparisons", "A,B", $"Rows of the table, out of {Names<Comparison>()}. Default: privateOnly, the two local controls, zero-shot, public pseudo-labels, demos, fdkt and the two bounds.", $"a list out of {Names<Comparison>()}", ParseComparisons);
    private readonly Option<SeedList?> _seeds = Flag.Of("--seeds", "S", "Repetitions: a count, or a list such as 3,5,8. Default: 3.", "a count or a list of whole numbers", ParseSeeds);

    private IReadOnlyList<Option> All =>
    [
        _train, _test, _public, _publicFraction, _publicRows, _text, _label, _user, _recordsPerUser, _noHeader, _delimiter, _domain,
        _records, _clients, _partition, _alpha, _epsilon, _delta, _mechanism, _encoder, _base, _dtype, _minutes, _comparisons, _seeds,
    ];

    /// <summary>Adds the flags to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="fileOption">The option that names a round file, where it is no argument.</param>
    public void AddTo(Command command, Option? fileOption = null)
    {
        foreach (Option option in All)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result => Contradictions(result, fileOption));
    }

    /// <summary>The optional argument that names a round file. An option that does not exist lands there, and is caught.</summary>
    public Argument<string?> FileArgument(string description)
    {
        var file = new Argument<string?>("round.json") { Arity = ArgumentArity.ZeroOrOne, Description = description };
        file.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[0].Value is ['-', '-', ..] typed)
            {
                string suggestion = NearestName.Find(typed, All.Select(option => option.Name)) is { } nearest ? $" Did you mean {nearest}?" : string.Empty;
                result.AddError($"There is no option {typed}.{suggestion}");
            }
        });
        return file;
    }

    /// <summary>The training file that was named, or null.</summary>
    public string? Train(ParseResult result) => result.GetValue(_train);

    /// <summary>Lays the flags over a round file. Paths in flags are relative to the current folder and become absolute.</summary>
    public RoundFile Apply(RoundFile file, ParseResult result, string currentDirectory)
    {
        string? Full(string? path) => path is null || path.Contains("${", StringComparison.Ordinal) ? path : Path.GetFullPath(path, currentDirectory);
        DataSection? data = Data(file.Data, result, Full);
        return file with
        {
            Task = file.Task with
            {
                Domain = result.GetValue(_domain) ?? file.Task.Domain,
            },
            Data = data,
            Clients = file.Clients with
            {
                Count = result.GetValue(_clients) ?? file.Clients.Count,
                Records = result.GetValue(_records) ?? file.Clients.Records,
                Partition = result.GetValue(_partition) ?? file.Clients.Partition,
                Alpha = result.GetValue(_alpha) ?? file.Clients.Alpha,
            },
            Privacy = file.Privacy with
            {
                Epsilon = result.GetValue(_epsilon) ?? file.Privacy.Epsilon,
                Delta = result.GetValue(_delta) ?? file.Privacy.Delta,
                Mechanism = result.GetValue(_mechanism) ?? file.Privacy.Mechanism,
                RecordsPerUser = result.GetValue(_recordsPerUser) ?? file.Privacy.RecordsPerUser,
            },
            Pretraining = file.Pretraining with
            {
                Base = Full(result.GetValue(_base)) ?? file.Pretraining.Base,
                Dtype = result.GetValue(_dtype) ?? file.Pretraining.Dtype,
                Minutes = result.GetValue(_minutes) ?? file.Pretraining.Minutes,
            },
            Comparisons = result.GetValue(_comparisons) ?? file.Comparisons,
            Seeds = result.GetValue(_seeds) ?? file.Seeds,
            Encoder = result.GetValue(_encoder) is { } encoder ? EncoderOf(encoder, Full) : file.Encoder,
        };
    }

    private static EncoderSection EncoderOf(string text, Func<string?, string?> full) =>
        Enum.GetValues<EncoderKind>().Where(kind => kind is not (EncoderKind.Onnx or EncoderKind.Checkpoint) && string.Equals(EnumNames.Of(kind), text, StringComparison.OrdinalIgnoreCase))
            .Select(kind => new EncoderSection(kind)).FirstOrDefault() ?? EncoderFactory.OfFolder(full(text)!);

    private DataSection? Data(DataSection? data, ParseResult result, Func<string?, string?> full)
    {
        string? delimiter = result.GetValue(_delimiter);
        HeaderMode? header = result.GetValue(_noHeader) ? HeaderMode.Absent : null;
        if (result.GetValue(_train) is { } train)
        {
            // A new training file brings its own columns; what the round file says of the old one no longer holds.
            data = new DataSection(new DataSource(full(train)), TestFraction: data?.TestFraction ?? new DataSection().TestFraction, Public: data?.Public, Test: data?.Test);
        }

        if (data?.Train is not { } source)
        {
            return data;
        }

        source = source with
        {
            Text = result.GetValue(_text) ?? source.Text,
            Label = result.GetValue(_label) ?? source.Label,
            Header = header ?? source.Header,
            Delimiter = delimiter ?? source.Delimiter,
        };
        PublicSource? chosen =
            result.GetValue(_public) is { } path ? new PublicSource(full(path))
            : result.GetValue(_publicFraction) is { } fraction ? new PublicSource(Fraction: fraction)
            : result.GetValue(_publicRows) is { } rows ? new PublicSource(Rows: rows)
            : data.Public;
        return data with { User = result.GetValue(_user) ?? data.User, Train = source, Test = result.GetValue(_test) is { } test ? new DataSource(full(test)) : data.Test, Public = chosen };
    }

    private void Contradictions(CommandResult result, Option? fileOption)
    {
        Option[] publics = [_public, _publicFraction, _publicRows];
        if (publics.Count(option => result.GetResult(option) is not null) > 1)
        {
            result.AddError("Give one of --public, --public-fraction and --public-rows.");
        }

        if (result.GetResult(_alpha) is not null && result.GetResult(_partition) is null)
        {
            result.AddError("--alpha goes with --partition dirichlet.");
        }

        bool file = (fileOption is not null && result.GetResult(fileOption) is not null) || result.Tokens.Count > 0 || result.Children.OfType<ArgumentResult>().Any(argument => argument.Tokens.Count > 0);
        Option[] needTrain = [_test, .. publics, _text, _label, _user, _noHeader, _delimiter];
        if (!file && result.GetResult(_train) is null && needTrain.FirstOrDefault(option => result.GetResult(option) is not null) is { } orphan)
        {
            result.AddError($"{orphan.Name} needs --train FILE, or a round file with data.");
        }
    }

    private static DeltaSetting? ParseDelta(string text) =>
        string.Equals(text, "auto", StringComparison.OrdinalIgnoreCase)
            ? DeltaSetting.Auto
            : new DeltaSetting(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));

    private static SeedList ParseSeeds(string text)
    {
        int[] numbers = [.. text.Split(',').Select(part => int.Parse(part, NumberStyles.Integer, CultureInfo.InvariantCulture))];
        return text.Contains(',', StringComparison.Ordinal) ? new SeedList(numbers)
            : numbers[0] <= SeedList.LargestCount ? SeedList.OfCount(numbers[0])
            : throw new FormatException();
    }

    private static IReadOnlyList<Comparison> ParseComparisons(string text) => [.. text.Split(',').Select(part => Named<Comparison>(part.Trim()))];

    private static T Named<T>(string text)
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => string.Equals(EnumNames.Of(value), text, StringComparison.OrdinalIgnoreCase)).Select(value => (T?)value).FirstOrDefault()
        ?? throw new FormatException();

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", EnumNames.All(typeof(T)));
}
