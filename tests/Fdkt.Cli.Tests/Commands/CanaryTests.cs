using System.Text;
using Fdkt.Cli.Runs;
using Fdkt.Cli.Runs.Abstractions;
using Fdkt.Cli.Tests.Runs;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Statements;

namespace Fdkt.Cli.Tests.Commands;

/// <summary>Files of the wrong kind, filled with canaries, given to every command that reads one: no message and no log repeats what stands in them.</summary>
public sealed class CanaryTests : IDisposable
{
    private const string Canary = "CANARY";
    private const string Row = Canary + " of the patient, who said " + Canary;

    // A command that takes a file after all may go on for ever; one that refuses it needs moments.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly TemporaryFolder _folder = new();

    private static readonly Dictionary<string, byte[]> Contents = new()
    {
        ["table"] = Utf8($"{Canary}a,{Canary}b\n\"{Row}, twice\",{Canary}x\n\"{Row}\",{Canary}y\n"),
        ["tableOfTabs"] = Utf8($"{Canary}a\t{Canary}b\n{Row}\t{Canary}x\n{Row} again\t{Canary}y\n"),
        ["tableNeverClosed"] = Utf8($"text,label\n\"{Row},{Canary}x\n{Row},{Canary}y\n"),
        ["tableTooWide"] = Utf8($"text,label\n{Row},{Canary}x\n{Row},{Canary}y,{Canary}z\n"),
        ["tableOfOneLabel"] = Utf8($"text,label\n{Row},{Canary}x\n{Row} again,{Canary}x\n"),
        ["lines"] = Utf8($"{{\"text\":\"{Row}\",\"label\":\"{Canary}\"}}\n{{\"text\":\"{Row} again\",\"label\":\"{Canary}\"}}\n"),
        ["linesCut"] = Utf8($"{{\"text\":\"{Row}\",\"label\":\"{Canary}\"}}\n{{\"text\":\"{Row} aga"),
        ["letter"] = Utf8($"Dear {Row},\n\n{Row}.\n"),
        ["oneWord"] = Utf8(Canary),
        ["text in quotes"] = Utf8($"\"{Row}\""),
        ["list"] = Utf8($"[\"{Row}\", {{\"{Row}\": \"{Row}\"}}]"),
        ["object"] = Utf8($"{{\"{Row}\": \"{Row}\", \"schemaVersion\": 1}}"),
        ["everyField"] = Utf8(EveryField("\"" + Row + "\"")),
        ["everyFieldAnObject"] = Utf8(EveryField("{\"" + Row + "\": \"" + Row + "\", \"type\": \"" + Row + "\", \"kind\": \"" + Row + "\"}")),
        ["everyFieldAList"] = Utf8(EveryField("[\"" + Row + "\", {\"kind\": \"" + Row + "\", \"content\": \"" + Row + "\", \"id\": -1}]")),
        ["statement"] = Utf8(Statement().ToJson().Replace("client-1", Row, StringComparison.Ordinal).Replace("\"gaussian\"", $"\"{Row}\"", StringComparison.Ordinal)),
        ["ledgerLine"] = Utf8($"{{\"schemaVersion\":1,\"ledgerId\":\"{Row}\",\"hash\":\"{Row}\"}}\n{{\"sequence\":1,\"kind\":\"{Row}\"}}\n"),
        ["tokenizer"] = Utf8($"{{\"added_tokens\":[],\"pre_tokenizer\":{{\"type\":\"ByteLevel\"}},\"model\":{{\"type\":\"BPE\",\"vocab\":{{\"{Row}\":0,\"{Row}x\":0}},\"merges\":[\"{Row}\"]}}}}"),
        ["config"] = Utf8($"{{\"model_type\":\"{Row}\",\"hidden_size\":\"{Row}\",\"architectures\":[\"{Row}\"]}}"),
        ["weights"] = Weights($"{{\"{Row}\":{{\"dtype\":\"{Row}\",\"shape\":[1],\"data_offsets\":[0,4]}}}}"),
        ["weightsOfText"] = Weights($"{Row} {Row} {Row}"),
        ["parquet"] = Utf8($"PAR1{Row}{Row}\u0010\0\0\0PAR1"),
        ["gzip"] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, .. Utf8(Row + Row)],
        ["latin"] = [.. Utf8($"text,label\n{Row}"), 0xE9, .. Utf8($",{Canary}\n")],
        ["wide"] = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes($"text,label\n{Row},{Canary}\n")],
    };

    // FILE stands for the file; each word after = is a name that it gets in the folder that DIR stands for.
    public static TheoryData<string, string> Readers => new()
    {
        { "round file", "run FILE" },
        { "arguments from a file", "run @FILE" },
        { "arguments of statement show", "statement show @FILE" },
        { "round file of pretrain", "pretrain FILE" },
        { "round file of up", "up --once --round FILE" },
        { "training file, csv", "run --train FILE=.csv --public-rows 2" },
        { "training file, tsv", "run --train FILE=.tsv --public-rows 2" },
        { "training file, packed", "run --train FILE=.csv.gz --public-rows 2" },
        { "training file, jsonl", "run --train FILE=.jsonl --public-rows 2" },
        { "training file, parquet", "run --train FILE=.parquet --public-rows 2" },
        { "training file by number", "run --train FILE=.csv --text 1 --label 2 --public-rows 5000" },
        { "test file", "run --train train.csv --text body --label kind --test FILE=.csv --public-rows 2" },
        { "public file", "run --train train.csv --text body --label kind --public FILE=.jsonl" },
        { "listed labels", "run labels.json --train FILE=.csv --text 1 --label 2 --public-rows 5000" },
        { "base model, one file", "run --train train.csv --text body --label kind --public-rows 2 --base-model FILE" },
        { "base model, config", "run --train train.csv --text body --label kind --public-rows 2 --base-model DIR=config.json,tokenizer.json,model.safetensors" },
        { "language model", "run --llm FILE" },
        { "prompt template", "run --llm-endpoint http://127.0.0.1:1/v1 --llm-model m --llm-template FILE" },
        { "language model's checkpoint", "run --llm-checkpoint DIR=config.json,tokenizer.json,model.safetensors" },
        { "ledger of a run", "run --ledger FILE" },
        { "model, config", "model show DIR=config.json" },
        { "model, all files", "model show DIR=config.json,tokenizer.json,vocab.txt,vocab.json,merges.txt,tokenizer.model,tokenizer_config.json,model.safetensors,model.safetensors.index.json" },
        { "statement to show", "statement show FILE" },
        { "statement to verify", "statement verify FILE" },
        { "released file of a statement", "statement verify good-statement.json --release FILE" },
        { "ledger to show", "ledger show FILE" },
        { "ledger to verify", "ledger verify FILE" },
        { "ledger of a plan", "budget plan --rounds 2 --epsilon-total 8 --delta 1e-5 --ledger FILE" },
        { "texts to compare", "audit copies --private FILE --released FILE" },
        { "client's settings, enrolment", "client enrol DIR=client.json --broker amqp://127.0.0.1:1 --storage folder:store" },
        { "client's settings, worker", "worker --role client --client DIR=client.json --broker amqp://127.0.0.1:1 --storage folder:store" },
        { "client's settings, push", "push train.csv --client DIR=client.json,key.pem --task t --statement FILE --broker amqp://127.0.0.1:1 --storage folder:store" },
        { "schedule", "orchestrator --schedule FILE --broker amqp://127.0.0.1:1 --storage folder:store" },
        { "federation file", "round list --federation FILE" },
        { "public model", "worker --role llm --model DIR=model.safetensors,encoder.safetensors,tokenizer.json,base.json --broker amqp://127.0.0.1:1 --storage folder:store" },
    };

    public CanaryTests()
    {
        _folder.Write("train.csv", "body,kind\none text here,a\nanother text there,b\none more text,a\none text less,b\nthe last text,a\n");
        _folder.Write("labels.json", """{"task": {"labels": ["a", "b"]}}""");
        _folder.Write("good-statement.json", Statement().ToJson());
        Directory.CreateDirectory(Path.Combine(_folder.Path, "store"));
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Command_FileOfTheWrongKind_RepeatsNothingOfIt(string what, string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        int refused = 0;
        // An object of unknown fields is a round file, of which every field is ignored with a warning: what would run then is not of interest.
        bool isRoundFile = line.StartsWith("run FILE", StringComparison.Ordinal);
        IRunEngine engine = isRoundFile ? new ScriptedEngine((_, _) => throw new IOException("It would run.")) : RunEngineFactory.CreateEngine();
        foreach ((string name, byte[] content) in Contents.Where(content => !line.StartsWith("up ", StringComparison.Ordinal) || !MayBeARoundFile(content.Key, content.Value)))
        {
            string[] arguments = [.. line.Split(' ').Select(word => Prepare(word, name.Replace(' ', '-'), content))];

            (int exitCode, string output, string error) = await CommandLine.RunAsync(engine, _folder.Path, arguments, patience.Token);

            string said = $"{output}\n{error}\n{LogOf(error)}";
            Assert.False(patience.IsCancellationRequested, $"{what} took {name} and went on.");
            Assert.True(!said.Contains(Canary, StringComparison.OrdinalIgnoreCase), $"{what}, {name}: {said}");
            refused += exitCode == 0 ? 0 : 1;
        }

        Assert.True(refused > 0 || line.StartsWith("audit copies", StringComparison.Ordinal), $"{what} refuses nothing, so nothing was tried.");
        foreach (string file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(IsWrittenByTheProgram))
        {
            Assert.True(!(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Contains(Canary, StringComparison.OrdinalIgnoreCase), $"{what}: {file}");
        }
    }

    [Theory]
    [InlineData("rows.csv")]
    [InlineData("rows.tsv")]
    [InlineData("rows.jsonl")]
    [InlineData("rows.csv.gz")]
    [InlineData("rows.parquet")]
    [InlineData("rows")]
    public async Task Run_TableWhereARoundFileBelongs_NamesTrain(string name)
    {
        _folder.Write(name, Contents["table"]);

        (int exitCode, string output, string error) = await CommandLine.RunAsync(RunEngineFactory.CreateEngine(), _folder.Path, ["run", name], TestContext.Current.CancellationToken);

        Assert.Equal(2, exitCode);
        Assert.Contains("looks like a table", error, StringComparison.Ordinal);
        Assert.Contains("--train FILE", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, output + error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "out")));
    }

    public void Dispose() => _folder.Dispose();

    // Such an object starts a federation of real processes: its fields are unknown, and unknown fields are ignored with a warning.
    private static bool MayBeARoundFile(string name, byte[] content) => content is [(byte)'{', ..] && !name.StartsWith("everyField", StringComparison.Ordinal);

    private static ReleaseStatement Statement() => StatementBuilder.Build("client-1", "r", "classMeans", [new GaussianEvent(3, 1)], 1000, 1e-6);

    // The sources of a test begin with in-, and the rest is as the constructor made it; all else is the program's.
    private bool IsWrittenByTheProgram(string file)
    {
        string name = Path.GetRelativePath(_folder.Path, file);
        return !name.StartsWith("in-", StringComparison.Ordinal);
    }

    private string Prepare(string word, string name, byte[] content)
    {
        string[] parts = word.Split('=', 2);
        if (parts[0] is "FILE" or "@FILE")
        {
            string file = $"in-{name}{(parts.Length > 1 ? parts[1] : string.Empty)}";
            _folder.Write(file, content);
            return parts[0] == "FILE" ? file : $"@{Path.Combine(_folder.Path, file)}";
        }

        if (parts[0] != "DIR")
        {
            return word;
        }

        string folder = $"in-{name}-files";
        Directory.CreateDirectory(Path.Combine(_folder.Path, folder));
        foreach (string file in parts[1].Split(','))
        {
            _folder.Write(Path.Combine(folder, file), content);
        }

        return folder;
    }

    private static string LogOf(string error)
    {
        const string Mark = "The details are in ";
        if (error.IndexOf(Mark, StringComparison.Ordinal) is not (int start and >= 0))
        {
            return string.Empty;
        }

        string file = error[(start + Mark.Length)..].Split('\n')[0].Trim().TrimEnd('.');
        string log = File.ReadAllText(file);
        File.Delete(file);
        return log;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Weights(string header) => [.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(header)), .. Utf8(header), 0, 0, 0, 0];

    // Names of fields of all files that are read, so that each reader gets further than the name.
    private static string EveryField(string value) => $"{{{string.Join(',', ((string[])
    [
        "task", "data", "clients", "privacy", "pretraining", "synthesis", "augmentation", "training", "federation", "comparisons", "seeds",
        "client", "tasks", "policy", "student", "kind", "endpoint", "gguf", "checkpoint", "embedder", "template", "model", "maximumTokens",
        "events", "epsilon", "delta", "mechanism", "unit", "adjacency", "recordCount", "lineage", "notCovered", "schedules", "rounds", "broker", "storage",
        "model_type", "hidden_size", "vocab_size", "added_tokens", "normalizer", "pre_tokenizer", "weight_map", "name", "weightsSha256",
    ]).Select(name => $"\"{name}\":{value}"))}}}";
}
