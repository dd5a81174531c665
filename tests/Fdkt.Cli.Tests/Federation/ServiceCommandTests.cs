namespace Fdkt.Cli.Tests.Federation;

public sealed class ServiceCommandTests : IDisposable
{
    private readonly TestFederation _federation = new();

    public static TheoryData<string[], string> BadLines => new()
    {
        { ["worker"], "--role" },
        { ["worker", "--role", "both"], "'both' is not client or llm" },
        { ["worker", "--role", "client"], "--role client needs --client DIR" },
        { ["worker", "--role", "llm", "--client", "clinic"], "--client DIR is for --role client" },
        { ["worker", "--role", "client", "--client", "nowhere"], "no client is set up here" },
        { ["worker", "--role", "llm", "--model", "nowhere"], "there is no public model" },
        { ["worker", "--role", "client", "--client", "clinic", "--llm-endpoint", "http://127.0.0.1/v1"], "--llm-endpoint is for --role llm: no text of a client goes to such a model" },
        { ["worker", "--role", "llm", "--llm-endpoint", "http://127.0.0.1/v1"], "model is missing" },
        { ["worker", "--role", "llm", "--llm", "nowhere.json"], "there is no such file" },
        { ["orchestrator", "--schedule", "nowhere.json"], "there is no such schedule file" },
    };

    public static TheoryData<string, string> BadSchedules => new()
    {
        { "[]", "schedule.json" },
        { """{"schemaVersion": 2, "schedules": []}""", "schema version" },
        { """{"schemaVersion": 1, "schedules": [{"name": "weekly", "cron": "never"}]}""", "cron" },
        { """{"schemaVersion": 1, "schedules": [{"name": "../up", "cron": "0 3 * * 1"}]}""", "../up" },
        { """{"schemaVersion": 1, "schedules": [{"name": "weekly", "cron": "0 3 * * 1", "timeZone": "Nowhere/Else"}]}""", "Nowhere/Else" },
        { """{"schemaVersion": 1, "schedules": [{"name": "weekly", "cron": "0 3 * * 1", "round": "none.json"}]}""", "none.json" },
    };

    [Theory]
    [MemberData(nameof(BadLines))]
    public async Task Run_CommandLineThatCannotBe_IsRefused(string[] arguments, string message)
    {
        (int code, _, string error) = await _federation.RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadSchedules))]
    public async Task Orchestrator_ScheduleThatCannotBe_IsRefused(string file, string message)
    {
        _federation.Folder.Write("schedule.json", file);

        (int code, _, string error) = await _federation.RunAsync("orchestrator", "--schedule", "schedule.json");

        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    public void Dispose() => _federation.Dispose();
}
