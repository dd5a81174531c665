using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.Orchestrator.Schedules;

namespace Fdkt.Orchestrator.Tests.Schedules;

public sealed class ScheduleFileTests
{
    private static readonly RoundFile Round = new(Task: new TaskSection("Ticket triage", Labels: ["low", "high"]), Comparisons: [Comparison.Fdkt, Comparison.NonPrivateDemos]);

    [Fact]
    public void Read_EntryWithLittle_TakesTheRestFromTheRoundFile()
    {
        RoundSchedule schedule = Assert.Single(Read("""{"schemaVersion":1,"schedules":[{"name":"weekly","cron":"0 3 * * 1","round":"round.json"}]}""", "m1"));

        Assert.Equal(("weekly", "0 3 * * 1", "Etc/UTC", "ticket-triage", "m1"), (schedule.Name, schedule.Cron, schedule.TimeZone, schedule.Task.Value, schedule.Model));
        Assert.Equal(["low", "high"], schedule.Labels);
        Assert.Equal([Comparison.Fdkt], schedule.File.Comparisons);
        Assert.Null(schedule.Participants);
    }

    [Fact]
    public void Read_EntryWithAll_TakesItsOwn()
    {
        RoundSchedule schedule = Assert.Single(Read(
            """{"schemaVersion":1,"schedules":[{"name":"weekly","cron":"0 3 * * 1","round":"round.json","timeZone":"Europe/Berlin","task":"triage","clients":["clinic"],"model":"m2"}]}""", model: null));

        Assert.Equal(("Europe/Berlin", "triage", "m2", "clinic"), (schedule.TimeZone, schedule.Task.Value, schedule.Model, Assert.Single(schedule.Participants!).Value));
    }

    [Theory]
    [InlineData("[]", ReasonCode.MalformedJson)]
    [InlineData("""{"schemaVersion":2,"schedules":[]}""", ReasonCode.UnsupportedSchemaVersion)]
    [InlineData("""{"schemaVersion":1,"schedules":[{"name":"weekly"}]}""", ReasonCode.MalformedJson)]
    [InlineData("""{"schemaVersion":1,"schedules":[{"name":"weekly","cron":"0 3 * * 1"}]}""", ReasonCode.ModelMismatch)]
    public void Read_FileThatCannotBe_IsRefused(string json, ReasonCode reason) => Assert.Equal(reason, Assert.Throws<RefusedException>(() => Read(json, model: null)).Reason);

    private static IReadOnlyList<RoundSchedule> Read(string json, string? model) => ScheduleFile.Read(System.Text.Encoding.UTF8.GetBytes(json), _ => Round, model);
}
