using System.Text;
using System.Text.Json.Nodes;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Tests.Rounds;

public sealed class RoundFileReaderTests
{
    [Fact]
    public void Read_EmptyObject_GivesEveryDefault()
    {
        RoundFile file = Read("{}").File;

        Assert.Null(file.Data);
        Assert.Equal(8, file.Privacy.Epsilon);
        Assert.Equal(DeltaSetting.Auto, file.Privacy.Delta);
        Assert.Equal([1, 2, 3], file.Seeds.Values);
        Assert.Equal(RoundFile.DefaultComparisons, file.Comparisons);
        Assert.True(file.Augmentation.ClientFilter);
        Assert.Equal(0.95, file.Synthesis.TopP);
        Assert.Equal(4, file.Training.ValidationFolds);
        Assert.Equal(1, file.Clients.Count);
    }

    [Fact]
    public void Read_PartOfASection_KeepsTheOtherDefaults()
    {
        RoundFile file = Read("""{"privacy": {"epsilon": 3}, "data": {"train": {"path": "a.csv"}}}""").File;

        Assert.Equal(3, file.Privacy.Epsilon);
        Assert.Equal(1, file.Privacy.ClipNorm);
        Assert.Equal(0.2, file.Data!.TestFraction);
    }

    [Theory]
    [InlineData("classPrompts")]
    [InlineData("lora")]
    [InlineData("full")]
    public void Read_BaseWithoutTraining_IsAllowedWithAMechanismThatTrains(string mechanism)
    {
        RoundFile file = Read("{\"pretraining\": {\"base\": \"Qwen2.5-0.5B\", \"dtype\": \"bfloat16\", \"minutes\": 0}, \"privacy\": {\"mechanism\": \"" + mechanism + "\"}}").File;

        Assert.Equal(("Qwen2.5-0.5B", WeightType.Bfloat16, 0), (file.Pretraining.Base, file.Pretraining.Dtype, file.Pretraining.Minutes));
    }

    [Fact]
    public void Read_NullSection_GivesItsDefault() => Assert.Equal(8, Read("""{"privacy": null}""").File.Privacy.Epsilon);

    [Fact]
    public void Read_CommentsTrailingCommasAndByteOrderMark_AreAllowed()
    {
        byte[] json = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("{ // why\n \"seeds\": [4, 5,], /* more */ }")];

        Assert.Equal([4, 5], RoundFileReader.Read(json).File.Seeds.Values);
    }

    [Fact]
    public void Read_Unions_AcceptEachForm()
    {
        RoundFile file = Read(
            """
            {
              "data": {
                "train": {"path": "a.csv", "header": false, "text": [2, "body"], "label": 1},
                "test": {"path": "b.csv", "header": "auto", "text": "body"},
                "public": {"fraction": 0.5}
              },
              "privacy": {"delta": 1e-5, "mechanism": "classPrompts"},
              "seeds": 2
            }
            """).File;

        Assert.Equal("2,body", file.Data!.Train!.Text!.ToString());
        Assert.Equal(HeaderMode.Absent, file.Data.Train.Header);
        Assert.Equal(ColumnReference.ByNumber(1), file.Data.Train.Label);
        Assert.Equal(HeaderMode.Auto, file.Data.Test!.Header);
        Assert.Equal("body", file.Data.Test.Text!.ToString());
        Assert.Equal(0.5, file.Data.Public!.Fraction);
        Assert.Equal(1e-5, file.Privacy.Delta.Value);
        Assert.Equal(PrivacyMechanism.ClassPrompts, file.Privacy.Mechanism);
        Assert.Equal([1, 2], file.Seeds.Values);
    }

    [Fact]
    public void Read_UnknownField_WarnsWithTheNearestName()
    {
        IReadOnlyList<RoundFileProblem> warnings = Read("{\n \"privacy\": {\n \"epsilom\": 3}}").Warnings;

        Assert.Equal("privacy.epsilom (line 3): there is no such field; it is ignored. Did you mean epsilon?", Assert.Single(warnings).ToString());
    }

    [Theory]
    [InlineData("{\"CANARY words\": 1}")]
    [InlineData("{\"task\": {\"CANARY words\": {\"a\": 1}}, \"task\": \"CANARY words\"}")]
    [InlineData("{\"privacy\": {\"mechanism\": \"CANARY words\", \"epsilon\": \"CANARY words\", \"delta\": \"CANARY words\"}}")]
    [InlineData("{\"data\": {\"train\": \"CANARY words\"}}")]
    [InlineData("{\"data\": {\"train\": {\"path\": \"p\", \"header\": \"CANARY words\", \"delimiter\": \"CANARY words\"}}}")]
    [InlineData("{\"text\": \"CANARY words\"}\n{\"text\": \"CANARY words\"}")]
    [InlineData("CANARY words,1\nCANARY,2")]
    [InlineData("\"CANARY words\"")]
    [InlineData("[\"CANARY words\"]")]
    public void Read_FileOfAnotherKind_IsNotRepeated(string text)
    {
        string said = string.Empty;
        try
        {
            said = string.Join('\n', Read(text).Warnings);
        }
        catch (RoundFileException exception)
        {
            said = exception.ToString();
        }

        Assert.NotEmpty(said);
        Assert.DoesNotContain("CANARY", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_Auto_IsTheSmallerOfTheTwo()
    {
        foreach (int records in (int[])[2, 100, 2_000, 2_154, 2_155, 10_000, 1_000_000])
        {
            Assert.Equal(Math.Min(1e-5, Math.Pow(records, -1.5)), DeltaSetting.Auto.Resolve(records));
        }
    }

    [Fact]
    public void ReadUnchecked_EveryFieldGivenAtItsDefault_WinsOverWhatLiesUnder()
    {
        var under = new RoundFile(
            Task: new TaskSection("n", "d", ["a", "b"]), Clients: new ClientsSection(7, 9, PartitionKind.Dirichlet, 0.1), Privacy: new PrivacySection(3, new DeltaSetting(1e-7), 2),
            Comparisons: [Comparison.PrivateOnly, Comparison.Fdkt], Seeds: new SeedList(4, 5, 6, 7));
        foreach ((string[] path, JsonNode value) in Leaves(JsonNode.Parse(RoundFileReader.Write(new RoundFile()))!.AsObject(), []))
        {
            JsonNode given = path.Reverse().Aggregate(value.DeepClone(), (inner, name) => new JsonObject { [name] = inner });

            RoundFile read = RoundFileReader.ReadUnchecked(Encoding.UTF8.GetBytes(given.ToJsonString()), _ => under).File;

            JsonNode found = path.Aggregate(JsonNode.Parse(RoundFileReader.Write(read))!, (node, name) => node[name]!);
            Assert.True(JsonNode.DeepEquals(value, found), $"{string.Join('.', path)}: {found.ToJsonString()}");
        }

        static IEnumerable<(string[] Path, JsonNode Value)> Leaves(JsonObject section, string[] path) => section.SelectMany(field =>
            field.Value is JsonObject inner ? Leaves(inner, [.. path, field.Key]) : [(Path: (string[])[.. path, field.Key], field.Value!)]);
    }

    [Fact]
    public void ReadUnchecked_FieldLeftOut_IsWhatLiesUnder()
    {
        RoundFile read = RoundFileReader.ReadUnchecked("""{"clients": {"count": 1, "records": null}}"""u8.ToArray(), _ => new RoundFile(Clients: new ClientsSection(7, 9))).File;

        Assert.Equal(new ClientsSection(1, 9), read.Clients);
    }

    [Fact]
    public void Read_SchemaField_IsNotWarnedAbout() => Assert.Empty(Read("""{"$schema": "round.schema.json"}""").Warnings);

    [Theory]
    [InlineData("{\"privacy\": {\"epsilon\": -1}}", "privacy.epsilon: -1 is not above 0. Give a positive number such as 8.")]
    [InlineData("{\"privacy\": {\"epsilon\": 0}}", "privacy.epsilon: 0 is not above 0. Give a positive number such as 8.")]
    [InlineData("{\"privacy\": {\"epsilon\": 1e999}}", "privacy.epsilon: Infinity is not finite. Give a positive number such as 8.")]
    [InlineData("{\"privacy\": {\"delta\": 1.5}}", "privacy.delta: 1.5 is not inside (0, 1). Give a number well below 1/records, or \"auto\".")]
    [InlineData(
        "{\"privacy\": {\"delta\": 0.01}, \"clients\": {\"records\": 100}}",
        "privacy.delta: 0.01 is not below 1/100, one over a client's records: it would allow a whole record to be given away. Give a smaller number, or \"auto\".")]
    [InlineData(
        "{\"privacy\": {\"expectedBatchSize\": 512}, \"clients\": {\"records\": 100}}",
        "privacy.expectedBatchSize: 512 is more than the 100 records of one client. Give a smaller batch or more records, or leave it out.")]
    [InlineData(
        "{\"privacy\": {\"mechanism\": \"vote\"}}",
        "privacy.mechanism (line 1): \"vote\" is not known. Give \"votes\", or another one of auto, classMeans, votes, classPrompts, lora, full.")]
    [InlineData("{\n\"privacy\": {\n\"epsilon\": \"high\"}}", "privacy.epsilon (line 3): its value is not a number. Give a number.")]
    [InlineData("{\"clients\": {\"count\": 2.5}}", "clients.count (line 1): 2.5 is not a whole number. Give a whole number.")]
    [InlineData("{\"clients\": []}", "clients (line 1): its value is not an object in braces. Give an object in braces.")]
    [InlineData("{\"task\": {\"labels\": \"a\"}}", "task.labels (line 1): its value is not a list in brackets. Give a list in brackets.")]
    [InlineData("{\"task\": {\"labels\": [\"a\", \"a\"]}}", "task.labels: a is given more than once. Give each once.")]
    [InlineData(
        "{\"data\": {\"train\": {\"path\": \"a\", \"text\": [\"x\", 0]}}}",
        "data.train.text (line 1): its value is not a column name, or a column number counted from 1. Give a column name, or a column number counted from 1.")]
    [InlineData(
        "{\"data\": {}}",
        "data.train: it is missing. Give {\"path\": …} with the labelled rows, or leave the whole data section out for the built-in sample.")]
    [InlineData(
        "{\"data\": {\"train\": {\"path\": \"a\"}, \"public\": {}}}",
        "data.public: none of path, fraction and rows is given. Give exactly one, or leave public out for the corpus that ships with Fdkt.")]
    [InlineData(
        "{\"data\": {\"train\": {\"path\": \"a\", \"delimiter\": \";;\"}}}",
        "data.train.delimiter: it is not one character that can stand between fields. Give one such as \";\", or \"tab\".")]
    [InlineData(
        "{\"data\": {\"train\": {\"path\": \"a\"}, \"user\": \"who\"}}",
        "data.user: \"who\" names users, and privacy.recordsPerUser is missing. Say how many records of one user may be used, such as 5, or leave data.user out to protect single records.")]
    [InlineData(
        "{\"data\": {\"train\": {\"path\": \"a\"}}, \"privacy\": {\"recordsPerUser\": 3}}",
        "privacy.recordsPerUser: 3 bounds the records of a user, and data.user is missing. Name the column that says whose row it is.")]
    [InlineData("{\"privacy\": {\"recordsPerUser\": 0}}", "privacy.recordsPerUser: 0 is below 1. Give 1 or more.")]
    [InlineData("{\"pretraining\": {\"minutes\": 0}}", "pretraining.minutes: 0 is not above 0. Give a positive number such as 5.")]
    [InlineData("{\"pretraining\": {\"base\": \" \"}}", "pretraining.base: \"\" is blank. Give some text.")]
    [InlineData(
        "{\"pretraining\": {\"base\": \"m\", \"minutes\": 0}}",
        "pretraining.minutes: 0 leaves a base that cannot write from encodings, which the mechanism auto may ask of it. Give a time above 0, or the mechanism classPrompts, lora or full.")]
    [InlineData(
        "{\"pretraining\": {\"base\": \"m\", \"minutes\": -1}, \"privacy\": {\"mechanism\": \"lora\"}}",
        "pretraining.minutes: -1 is not a finite number of at least 0. Give 0 or more.")]
    [InlineData(
        "{\"pretraining\": {\"base\": \"m\", \"dtype\": \"float16\"}}",
        "pretraining.dtype: float16 cannot be trained: gradients leave its range. Give float32 or bfloat16; a checkpoint of float16 is read as either.")]
    [InlineData(
        "{\"pretraining\": {\"dtype\": \"bfloat16\"}}",
        "pretraining.dtype: bfloat16 is the type of a base's weights, and there is no pretraining.base. Leave it out, or name a base.")]
    [InlineData(
        "{\"pretraining\": {\"base\": \"m\", \"layers\": 2}}",
        "pretraining.layers: 2 is given beside pretraining.base, which has its own. Leave one of them out.")]
    [InlineData(
        "{\"training\": {\"student\": {}}}",
        "training.student.checkpoint: it is missing. Give the folder of a Hugging Face checkpoint, such as bert-base-uncased, or leave training.student out for the linear classifier on words.")]
    [InlineData("{\"training\": {\"student\": {\"checkpoint\": \"m\", \"loraRank\": 0}}}", "training.student.loraRank: 0 is below 1. Give 1 to 1024.")]
    [InlineData("{\"training\": {\"student\": {\"checkpoint\": \"m\", \"batchSize\": 5000}}}", "training.student.batchSize: 5000 is above 4096. Give 1 to 4096.")]
    [InlineData("{\"training\": {\"student\": {\"checkpoint\": \"m\", \"epochs\": 0}}}", "training.student.epochs: 0 is below 1. Give 1 to 1000.")]
    [InlineData("{\"training\": {\"student\": {\"checkpoint\": \"m\", \"augmentedEpochs\": -1}}}", "training.student.augmentedEpochs: -1 is below 1. Give 1 to 1000.")]
    [InlineData("{\"training\": {\"student\": {\"checkpoint\": \"m\", \"patience\": 0}}}", "training.student.patience: 0 is below 1. Give 1 or more.")]
    [InlineData("{\"training\": {\"student\": {\"checkpoint\": \"m\", \"learningRate\": 0}}}", "training.student.learningRate: 0 is not inside (0, 1]. Give a number inside (0, 1].")]
    [InlineData("{\"training\": {\"student\": {\"checkpoint\": \"m\", \"maximumTokens\": 7}}}", "training.student.maximumTokens: 7 is below 8. Give 8 to 131072.")]
    [InlineData(
        "{\"training\": {\"student\": {\"checkpoint\": \"m\", \"validationFraction\": 0.6}}}", "training.student.validationFraction: 0.6 is not inside (0, 0.5]. Give a number inside (0, 0.5], such as 0.2.")]
    [InlineData("{\"training\": {\"student\": {\"checkpoint\": \"m\", \"tuning\": \"lorra\"}}}", "training.student.tuning (line 1): \"lorra\" is not known. Give \"lora\", or another one of auto, full, lora.")]
    [InlineData("{\"training\": {\"student\": \"m\"}}", "training.student (line 1): its value is not an object in braces. Give an object in braces.")]
    [InlineData(
        "{\"augmentation\": {\"embedder\": {}}}",
        "augmentation.embedder.checkpoint: it is missing. Give the folder of a Hugging Face checkpoint, such as bert-base-uncased, give augmentation.embedder.onnx, or leave augmentation.embedder out for the public model's encoder.")]
    [InlineData("{\"augmentation\": {\"embedder\": {\"checkpoint\": \"m\", \"onnx\": \"n\"}}}", "augmentation.embedder.onnx: \"n\" stands beside a checkpoint. Give one of the two.")]
    [InlineData("{\"augmentation\": {\"embedder\": {\"onnx\": \" \"}}}", "augmentation.embedder.onnx: \"\" is blank. Give some text.")]
    [InlineData("{\"schemaVersion\": 2}", "schemaVersion: 2 is not a version this build reads. Give 1, or leave it out.")]
    [InlineData("{\"comparisons\": [\"fdkt\"]}", "comparisons: privateOnly is missing, without which there is no lift to report. Add \"privateOnly\".")]
    [InlineData("{\"seeds\": []}", "seeds: there is no seed. Give at least one; an interval needs two or more.")]
    [InlineData("{\"seeds\": [1, 1]}", "seeds: 1 is given more than once. Give each once.")]
    [InlineData("{\"seeds\": 1, \"seeds\": 2}", "seeds (line 1): the field is given twice. Keep one of the two.")]
    [InlineData("", "(line 1): the file is empty. Mend the syntax at that place.")]
    [InlineData("[1]", "(line 1): its value is not an object in braces. Give an object in braces.")]
    public void Read_OneFault_SaysWhereWhatAndWhatToDo(string json, string message)
    {
        RoundFileException exception = Assert.Throws<RoundFileException>(() => Read(json));

        Assert.Equal(message, exception.Message);
    }

    [Theory]
    [InlineData("{\n\"seeds\": [1 2]}", 2)]
    [InlineData("{\"seeds\": 1", 1)]
    [InlineData("{}\n{}", 2)]
    [InlineData("\u0001", 1)]
    public void Read_BrokenSyntax_NamesTheLine(string json, int line)
    {
        RoundFileException exception = Assert.Throws<RoundFileException>(() => Read(json));

        Assert.Equal(line, Assert.Single(exception.Problems).Line);
        Assert.StartsWith("the file is no valid JSON", exception.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralFaults_ListsThemAll()
    {
        RoundFileException types = Assert.Throws<RoundFileException>(() => Read("""{"privacy": {"epsilon": "x", "mechanism": "y"}, "seeds": {}}"""));
        RoundFileException values = Assert.Throws<RoundFileException>(() => Read("""{"privacy": {"epsilon": 0, "clipNorm": 0}, "clients": {"count": 0}}"""));

        Assert.Equal(["privacy.epsilon", "privacy.mechanism", "seeds"], types.Problems.Select(problem => problem.Path));
        Assert.Equal(["clients.count", "privacy.epsilon", "privacy.clipNorm"], values.Problems.Select(problem => problem.Path));
    }

    [Fact]
    public void Write_AfterRead_RoundTrips()
    {
        const string Json = """{"data": {"train": {"path": "a.csv", "text": [1, "b"], "labelMap": {"1": "one"}}, "public": {"rows": 5}}, "privacy": {"delta": 1e-6}, "seeds": [7]}""";

        string once = RoundFileReader.Write(Read(Json).File);

        Assert.Equal(once, RoundFileReader.Write(Read(once).File));
        Assert.Contains("\"labelMap\"", once, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Sections_HasTheLiteralForm()
    {
        string json = RoundFileReader.Write(new RoundFile(Privacy: new PrivacySection(Epsilon: 2), Seeds: new SeedList(3, 1)));

        Assert.Contains("\"privacy\": {\n    \"epsilon\": 2,\n    \"delta\": \"auto\",\n    \"clipNorm\": 1,\n    \"mechanism\": \"auto\",\n    \"refineWithVotes\": false,\n    \"noise\": \"gaussian\"\n  }", json.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("\"seeds\": [\n    3,\n    1\n  ]", json.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.StartsWith("{\n  \"schemaVersion\": 1,", json.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void CheckForRecords_DeltaAtOneOverRecords_Throws()
    {
        var file = new RoundFile(Privacy: new PrivacySection(Delta: new DeltaSetting(0.02)));

        RoundFileReader.Check(file);
        RoundFileException exception = Assert.Throws<RoundFileException>(() => RoundFileValidator.CheckForRecords(file, 50));

        Assert.Equal("privacy.delta", exception.Path);
    }

    private static RoundFileReading Read(string json) => RoundFileReader.Read(Encoding.UTF8.GetBytes(json));
}
