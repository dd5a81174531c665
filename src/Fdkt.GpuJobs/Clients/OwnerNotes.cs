using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fdkt.Contracts.Federation;

namespace Fdkt.GpuJobs.Clients;

/// <summary>
/// What the data owner should know and nobody else: why a job was refused, which labels nothing is measured on, how many rows were left out. Lines of JSON in <c>notes.jsonl</c>
/// of the client's folder, readable by the owner alone. What leaves says <see cref="ReasonCode.NotAllowed"/> instead.
/// </summary>
/// <param name="path">The file; it comes to be with the first note.</param>
/// <param name="clock">Dates the notes.</param>
internal sealed class OwnerNotes(string path, TimeProvider clock)
{
    // For people: quotation marks and letters of any language stay as they are. Nothing shows these lines in a page.
    private static readonly JsonWriterOptions ForPeople = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds a note.</summary>
    /// <param name="job">The job it belongs to.</param>
    /// <param name="note">The note: counts, labels and names of files, never a text.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Add(JobId job, string note)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(line, ForPeople))
        {
            writer.WriteStartObject();
            writer.WriteString("at", clock.GetUtcNow());
            writer.WriteString("job", job.Value);
            writer.WriteString("note", note);
            writer.WriteEndObject();
        }

        line.Write("\n"u8);
        PrivateFile.Append(path, line.WrittenSpan);
    }
}
