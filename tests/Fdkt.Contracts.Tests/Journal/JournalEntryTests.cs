using System.Text.Json;
using Fdkt.Contracts.Journal;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Tests.Journal;

public sealed class JournalEntryTests
{
    [Fact]
    public void JournalEntry_WithPayload_InJsonIsThis() => Literal.Holds(
        """{"schemaVersion":1,"sequence":7,"kind":"effect","name":"synthesis/client-1","payload":{"list":[null,1,{"a":null}]}}""",
        new JournalEntry(1, 7, "effect", "synthesis/client-1", JsonDocument.Parse("""{"list":[null,1,{"a":null}]}""").RootElement),
        FederationJsonContext.Default.JournalEntry);

    [Fact]
    public void JournalEntry_WithoutPayload_InJsonIsThis() => Literal.Holds(
        """{"schemaVersion":1,"sequence":0,"kind":"end","name":"round","payload":null}""",
        new JournalEntry(1, 0, "end", "round", null),
        FederationJsonContext.Default.JournalEntry);
}
