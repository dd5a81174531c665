using System.Text.Json;
using Fdkt.Learning.Augmentation;
using Fdkt.ServerModels.Settings;
using Microsoft.Extensions.AI;

namespace Fdkt.ServerModels.Endpoint;

/// <summary>One request and its answer.</summary>
/// <param name="client">The server.</param>
/// <param name="settings">How it is asked.</param>
/// <param name="maximumTokens">Most tokens of a reply.</param>
/// <param name="clock">Ends a request that takes too long.</param>
internal sealed class ChatExchange(IChatClient client, EndpointSettings settings, int maximumTokens, TimeProvider clock)
{
    private const string SchemaName = "new_text";

    private static readonly ChatResponseFormat Schema = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(ReplyFormat.JsonSchema), SchemaName);

    /// <summary>Asks once.</summary>
    /// <exception cref="OperationCanceledException">The answer took too long, or the token was cancelled.</exception>
    /// <exception cref="InvalidDataException">The answer broke off.</exception>
    public async Task<ChatReply> AskAsync(ChatPrompt prompt, WritingOptions options, bool withSchema, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(settings.RequestSeconds), clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        ChatMessage[] messages = prompt.System.Length == 0
            ? [new(ChatRole.User, prompt.User)]
            : [new(ChatRole.System, prompt.System), new(ChatRole.User, prompt.User)];
        ChatOptions chat = Options(options, withSchema);
        ChatResponse response = settings.Stream
            ? await client.GetStreamingResponseAsync(messages, chat, stop.Token).ToChatResponseAsync(stop.Token).ConfigureAwait(false)
            : await client.GetResponseAsync(messages, chat, stop.Token).ConfigureAwait(false);
        return Read(response);
    }

    private ChatOptions Options(WritingOptions options, bool withSchema)
    {
        var chat = new ChatOptions { MaxOutputTokens = maximumTokens, ResponseFormat = withSchema ? Schema : null };
        if (settings.Sampling)
        {
            (chat.Temperature, chat.TopP, chat.Seed) = ((float)options.Temperature, (float)options.TopP, options.Seed);
        }

        return chat;
    }

    private static ChatReply Read(ChatResponse response)
    {
        if (response.FinishReason is not { } finish)
        {
            throw new InvalidDataException("The answer has no end: it broke off.");
        }

        bool refusal = finish == ChatFinishReason.ContentFilter || response.Messages.SelectMany(message => message.Contents).Any(content => content is ErrorContent { ErrorCode: "Refusal" });
        return new ChatReply(response.Text, finish != ChatFinishReason.Length, refusal, Tokens(response.Usage?.InputTokenCount), Tokens(response.Usage?.OutputTokenCount));
    }

    /// <summary>What a server counts is not trusted to fit.</summary>
    private static int Tokens(long? count) => (int)Math.Clamp(count ?? 0, 0, int.MaxValue);
}
