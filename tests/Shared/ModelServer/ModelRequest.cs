using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Fdkt.Tests;

/// <summary>A request to a <see cref="ModelServer"/>, and the ways to answer it.</summary>
/// <param name="Http">The exchange.</param>
/// <param name="Body">What was sent.</param>
/// <param name="Number">1 for the first.</param>
internal sealed record ModelRequest(HttpContext Http, JsonNode Body, int Number)
{
    public string Authorization { get; } = Http.Request.Headers.Authorization.ToString();

    public string Path { get; } = Http.Request.Path;

    public string User => (string)Body["messages"]!.AsArray()[^1]!["content"]!;

    /// <summary>The last demonstration of the prompt.</summary>
    public string Shot => JsonNode.Parse(User.Split('\n').Last(line => line.StartsWith("{\"text\":\"", StringComparison.Ordinal) && !line.EndsWith("\"...\"}", StringComparison.Ordinal)))!["text"]!.GetValue<string>();

    public bool HasSchema => (string?)Body["response_format"]?["type"] == "json_schema";

    /// <summary>A reply of the form asked for.</summary>
    public Task TextAsync(string text) => ReplyAsync(JsonSerializer.Serialize(new { text }));

    /// <summary>An answer of the protocol.</summary>
    public Task ReplyAsync(string content, string finish = "stop", string? refusal = null) => JsonAsync(200, Completion(content, finish, refusal));

    public Task ErrorAsync(int status, string code, params (string Name, string Value)[] headers)
    {
        foreach ((string name, string value) in headers)
        {
            Http.Response.Headers[name] = value;
        }

        return JsonAsync(status, JsonSerializer.Serialize(new { error = new { message = $"The prompt was: {User}", type = "error", code } }));
    }

    public async Task JsonAsync(int status, string body)
    {
        Http.Response.StatusCode = status;
        Http.Response.ContentType = "application/json";
        await Http.Response.WriteAsync(body);
    }

    /// <summary>A good answer that stops half way.</summary>
    public async Task BreakOffAsync(string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(Completion(JsonSerializer.Serialize(new { text }), "stop", null));
        Http.Response.ContentType = "application/json";
        Http.Response.ContentLength = body.Length;
        await Http.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2));
        await Http.Response.Body.FlushAsync();
        Http.Abort();
    }

    /// <summary>Answers nothing, until the client gives up.</summary>
    public async Task ClientGoneAsync()
    {
        var gone = new TaskCompletionSource();
        using CancellationTokenRegistration registration = Http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    /// <summary>A stream of pieces.</summary>
    /// <param name="content">What the model wrote.</param>
    /// <param name="end">Whether the stream comes to its end.</param>
    /// <param name="abort">Whether the connection breaks where it does not.</param>
    public async Task StreamAsync(string content, bool end = true, bool abort = false)
    {
        Http.Response.ContentType = "text/event-stream";
        string[] pieces = [.. content.Chunk(7).Select(piece => new string(piece))];
        foreach (string piece in end ? pieces : pieces[..(pieces.Length / 2)])
        {
            await EventAsync(new { id = "c", @object = "chat.completion.chunk", created = 1, model = "m", choices = new object[] { new { index = 0, delta = new { content = piece } } } });
        }

        if (abort)
        {
            Http.Abort();
        }
        else if (end)
        {
            await EventAsync(new { id = "c", @object = "chat.completion.chunk", created = 1, model = "m", choices = new object[] { new { index = 0, delta = new { }, finish_reason = "stop" } } });
            await EventAsync(new { id = "c", @object = "chat.completion.chunk", created = 1, model = "m", choices = Array.Empty<object>(), usage = new { prompt_tokens = 30, completion_tokens = 10, total_tokens = 40 } });
            await Http.Response.WriteAsync("data: [DONE]\n\n");
        }
    }

    private async Task EventAsync(object piece)
    {
        await Http.Response.WriteAsync($"data: {JsonSerializer.Serialize(piece)}\n\n");
        await Http.Response.Body.FlushAsync();
    }

    private string Completion(string content, string finish, string? refusal) => JsonSerializer.Serialize(new
    {
        id = Number.ToString(CultureInfo.InvariantCulture),
        @object = "chat.completion",
        created = 1,
        model = "m",
        choices = new object[] { new { index = 0, finish_reason = finish, message = new { role = "assistant", content, refusal } } },
        usage = new { prompt_tokens = 30, completion_tokens = 10, total_tokens = 40 },
    });
}
