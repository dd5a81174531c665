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
        { "{}", "JSON" },
        { """{"schemaVersion": 2, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2}}""", "schemaVersion: 2 is not a version this build reads. Give 1." },
        { """{"schemaVersion": 1, "client": "../c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2}}""", "$.client" },
        { """{"schemaVersion": 1, "client": "c", "data": {}, "tasks": ["t"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2}}""", "data.train: it is missing." },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv", "delimiter": "ab"}}, "tasks": ["t"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2}}""", "data.train.delimiter" },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": [], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2}}""", "tasks: there is none." },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "policy": {"epsilonPerRound": 0, "epsilonTotal": 2}}""", "policy.epsilonPerRound: 0 is not a finite number above 0." },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "policy": {"epsilonPerRound": 1, "epsilonTotal": "NaN"}}""", "policy.epsilonTotal: NaN is not a finite number above 0." },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"], "policy": {"epsilonPerRound": 1, "epsilonTotal": 2, "delta": 1}}""", "policy.delta: 1 is not inside (0, 1)." },
        { """{"schemaVersion": 1, "client": "c", "data": {"train": {"path": "a.csv"}}, "tasks": ["t"]}""", "JSON" },
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
        [new TaskId("sample")], new ClientPolicy(8, 20));

    private string[] Contents() => [.. Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
}
