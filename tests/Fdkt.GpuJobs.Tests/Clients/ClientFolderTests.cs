using System.Security.Cryptography;
using System.Text;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;

namespace Fdkt.GpuJobs.Tests.Clients;

public sealed class ClientFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Faults => new()
    {
        { "{}", "it lacks 'schemaVersion'" },
        { """{"schemaVersion": 2, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "labels": ["a", "b"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2, "records": 100}}""", "schemaVersion: 2 is not a version this build reads. Give 1." },
        { """{"schemaVersion": 1, "client": "../c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "labels": ["a", "b"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2, "records": 100}}""", "does not fit" },
        { """{"schemaVersion": 1, "client": "c", "data": {}, "tasks": ["t"], "labels": ["a", "b"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2, "records": 100}}""", "data.train: it is missing." },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv", "delimiter": "ab"}}, "tasks": ["t"], "labels": ["a", "b"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2, "records": 100}}""", "data.train.delimiter" },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": [], "labels": ["a", "b"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2, "records": 100}}""", "tasks: there is none." },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "labels": ["a", "b"], "policy": {"epsilonPerRound": 0, "epsilonTotal": 2, "records": 100}}""", "policy.epsilonPerRound: 0 is not a finite number above 0." },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "labels": ["a", "b"], "policy": {"epsilonPerRound": 1, "epsilonTotal": "NaN", "records": 100}}""", "policy.epsilonTotal: NaN is not a finite number above 0." },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "labels": ["a", "b"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2, "records": 100, "delta": 1}}""", "policy.delta: 1 is not inside (0, 1)." },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "labels": ["a", "b"]}""", "it lacks 'policy'" },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "labels": ["a"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2, "records": 100}}""", "labels: they are fewer than two" },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "labels": ["a", "a"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2, "records": 100}}""", "labels: they are fewer than two, blank or repeated" },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "labels": ["a", "b"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2, "records": 1}}""", "policy.records: 1 is below 2." },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "labels": ["a", "b"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2, "records": 100, "clientFilterThreshold": 1.1}}""", "policy.clientFilterThreshold: 1.1 is not inside [0, 1]." },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv", "text": 1, "label": 2}}, "tasks": ["t"], "labels": ["a", "b"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2, "records": 100}}""", "data.train.header: all columns are given by number" },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "labels": ["a", "b"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2}}""", "it lacks 'records'" },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2, "records": 100}}""", "it lacks 'labels'" },
        { "{", "does not fit" },
    };

    [Fact]
    public void Open_WhatCreateMade_IsTheSame()
    {
        ClientFolder made = ClientFolder.Create(_folder.Path, Settings());

        ClientFolder opened = ClientFolder.Open(_folder.Path);

        Assert.Equal(Settings().Client, opened.Settings.Client);
        Assert.Equal(Settings().Policy, opened.Settings.Policy);
        Assert.Equal(Settings().Tasks, opened.Settings.Tasks);
        Assert.Equal("rows-{seed}.csv", opened.Settings.Data.Train!.Path);
        Assert.Equal(HeaderMode.Absent, opened.Settings.Data.Train.Header);
        Assert.Equal(made.LedgerPath, opened.LedgerPath);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Open_UnusableSettings_SaysWhat(string json, string message)
    {
        _folder.Write(ClientFolder.SettingsFile, json);

        ClientFolderException error = Assert.Throws<ClientFolderException>(() => ClientFolder.Open(_folder.Path));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_StudentWithoutACheckpoint_NamesTheField() => Assert.Contains(
        "training.student.checkpoint: it is missing",
        Assert.Throws<ClientFolderException>(() => ClientFolder.Create(_folder.Path, Settings() with { Student = new StudentSection() })).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_Student_IsTheOneThatWasSet()
    {
        ClientFolder.Create(_folder.Path, Settings() with { Student = new StudentSection("bert", StudentTuning.Lora, Epochs: 4) });

        Assert.Equal(new StudentSection("bert", StudentTuning.Lora, Epochs: 4), ClientFolder.Open(_folder.Path).Settings.Student);
    }

    [Fact]
    public void Open_NothingThere_SaysHowToSetUp() =>
        Assert.Contains("fdkt client init", Assert.Throws<ClientFolderException>(() => ClientFolder.Open(_folder.Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void Create_WhereAClientIs_IsRefusedAndChangesNothing()
    {
        ClientFolder.Create(_folder.Path, Settings());
        string[] before = Contents();

        Assert.Throws<ClientFolderException>(() => ClientFolder.Create(_folder.Path, Settings()));

        Assert.Equal(before, Contents());
    }

    [Fact]
    public void Create_AfterACrashBeforeTheSettings_KeepsTheKey()
    {
        using ClientKey first = ClientKey.Create(Path.Combine(_folder.Path, "key.pem"));

        using ClientKey second = ClientFolder.Create(_folder.Path, Settings()).OpenKey();

        Assert.Equal(first.KeyId, second.KeyId);
    }

    [Fact]
    public void OpenKey_OfANewFolder_IsTheOwnersAloneAndSignsForTheRegistry()
    {
        using ClientKey key = ClientFolder.Create(_folder.Path, Settings()).OpenKey();
        byte[] payload = Encoding.UTF8.GetBytes("payload");
        byte[] signature = key.Sign(payload);
        var registration = new ClientRegistration(1, new ClientId("c"), key.KeyId, key.PublicKey, [], 8, 10, default, null);

        Assert.Equal(64, signature.Length);
        Assert.True(ManifestSignature.Verifies(new SignedManifest(1, payload, key.KeyId, signature), registration));
        Assert.False(ManifestSignature.Verifies(new SignedManifest(1, Encoding.UTF8.GetBytes("payloae"), key.KeyId, signature), registration));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Path, "key.pem")));
        }
    }

    [Fact]
    public void OpenCoins_OfANewFolder_StayTheSameAndAreTheOwnersAlone()
    {
        ClientFolder folder = ClientFolder.Create(_folder.Path, Settings());
        string file = Path.Combine(_folder.Path, "coins.key");

        Assert.Equal(Draw(folder), Draw(folder.Reread()));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        File.Delete(file);
        Assert.NotEqual(Draw(folder), Draw(ClientFolder.Create(Path.Combine(_folder.Path, "other"), Settings())));
        Assert.True(File.Exists(file));

        static UInt128[] Draw(ClientFolder folder) => folder.OpenCoins().Draw("test", ["a", "b"], text => text);
    }

    [Theory]
    [InlineData("no hex")]
    [InlineData("")]
    [InlineData("00ff")]
    public void OpenCoins_DamagedKey_IsRefused(string content)
    {
        ClientFolder folder = ClientFolder.Create(_folder.Path, Settings());
        _folder.Write("coins.key", content);

        Assert.Contains("coins.key", Assert.Throws<ClientFolderException>(folder.OpenCoins).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reread_EditedSettings_AreTheNewOnes()
    {
        ClientFolder folder = ClientFolder.Create(_folder.Path, Settings());
        _folder.Write(ClientFolder.SettingsFile, File.ReadAllText(Path.Combine(_folder.Path, ClientFolder.SettingsFile)).Replace("\"epsilonTotal\": 20", "\"epsilonTotal\": 21", StringComparison.Ordinal));

        Assert.Equal((20, 21), (folder.Settings.Policy.EpsilonTotal, folder.Reread().Settings.Policy.EpsilonTotal));
    }

    [Fact]
    public void OpenKey_OtherCurveOrNoKey_IsRefused()
    {
        ClientFolder folder = ClientFolder.Create(_folder.Path, Settings());
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (string pem in new[] { other.ExportPkcs8PrivateKeyPem(), "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----" })
        {
            _folder.Write("key.pem", pem);

            ClientFolderException error = Assert.Throws<ClientFolderException>(folder.OpenKey);

            Assert.Contains("key.pem", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ReadEvaluation_HalfWritten_IsMeasuredAgain()
    {
        ClientFolder folder = ClientFolder.Create(_folder.Path, Settings());
        var evaluation = new Evaluation(1, new ClientId("c"), new TaskId("t"), new RoundId("r"), 3, 10, 5, new Dictionary<Comparison, Fdkt.GpuJobs.Stages.Score> { [Comparison.Fdkt] = new(0.5, double.NaN) }, default);
        folder.WriteEvaluation(evaluation);
        string file = Path.Combine(_folder.Path, "evaluations", "r", "3.json");

        Assert.Equal(evaluation.Scores[Comparison.Fdkt], folder.ReadEvaluation(new RoundId("r"), 3)!.Scores[Comparison.Fdkt]);
        Assert.Null(folder.ReadEvaluation(new RoundId("r"), 4));

        File.WriteAllText(file, File.ReadAllText(file)[..20]);

        Assert.Null(folder.ReadEvaluation(new RoundId("r"), 3));
    }

    public void Dispose() => _folder.Dispose();

    private static ClientSettings Settings() => new(
        1, new ClientId("client-1"), new DataSection(new DataSource("rows-{seed}.csv", Header: HeaderMode.Absent, Text: new ColumnList(ColumnReference.ByNumber(1)), Label: ColumnReference.ByNumber(2))),
        [new TaskId("sample")], ["a", "b"], new ClientPolicy(8, 20, 100));

    private string[] Contents() => [.. Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
}
