using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;
using Fdkt.ServerModels.Settings;
using Microsoft.Extensions.AI;

namespace Fdkt.ServerModels.Endpoint;

/// <summary>
/// Writes with a model behind the OpenAI protocol: several requests at a time, one text each. A request that fails is sent again after a wait, a bounded number of times; what comes of each
/// prompt stands in its own place of the result, so none is lost and none counts twice.
/// </summary>
public sealed class EndpointGenerator : IWritingBackend
{
    /// <summary>No attempt at a prompt was answered.</summary>
    public const string NoAnswer = "no answer";

    /// <summary>The server did not take the prompt.</summary>
    public const string Rejected = "rejected by the server";

    /// <summary>The prompt is longer than the model reads.</summary>
    public const string PromptTooLong = "prompt too long";

    private readonly ChatExchange _exchange;
    private readonly RequestPacer _pacer;
    private readonly RetryWait _wait;
    private readonly SchemaUse _schema;
    private readonly UsageMeter _meter;
    private readonly IChatClient _client;
    private readonly EndpointSettings _settings;
    private readonly PromptTemplate _template;
    private readonly TimeProvider _clock;

    /// <summary>Makes the back end.</summary>
    /// <param name="client">The server. Owned.</param>
    /// <param name="settings">How hard it may be asked.</param>
    /// <param name="name">What reports and logs call it.</param>
    /// <param name="template">The words of prompts.</param>
    /// <param name="maximumTokens">Most tokens of a reply.</param>
    /// <param name="clock">Times requests and waits.</param>
    public EndpointGenerator(IChatClient client, EndpointSettings settings, string name, PromptTemplate template, int maximumTokens, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(settings);
        (_client, _settings, Name, _template, _clock) = (client, settings, name, template, clock);
        _exchange = new ChatExchange(client, settings, maximumTokens, clock);
        _pacer = new RequestPacer(settings.RequestsPerMinute, settings.TokensPerMinute, clock);
        _wait = new RetryWait(_pacer, name, clock);
        _schema = new SchemaUse(settings.Schema);
        _meter = new UsageMeter(settings);
    }

    /// <inheritdoc/>
    public bool StaysInProcess => false;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public BackendUsage Usage => _meter.Usage;

    /// <inheritdoc/>
    /// <exception cref="BackendException">The server takes no request of ours, or answers nobody any more.</exception>
    public async Task<IReadOnlyList<WrittenText>> GenerateAsync(
        IReadOnlyList<FewShotPrompt> prompts, WritingOptions options, Action<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        var replies = new WrittenText[prompts.Count];
        var outage = new OutageWatch(Name);
        var gate = new Lock();
        int finished = 0;
        RequestFault? last = null;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, prompts.Count),
            new ParallelOptions { MaxDegreeOfParallelism = _settings.Concurrency, CancellationToken = cancellationToken },
            async (i, stop) =>
            {
                // By place and not by time, so that the same round asks the same.
                int seed = unchecked(options.Seed * 1_000_003 + i) & int.MaxValue;
                (replies[i], RequestFault? fault) = await WriteAsync(_template.Render(prompts[i]), options with { Seed = seed }, outage, stop).ConfigureAwait(false);
                lock (gate)
                {
                    last = fault ?? last;
                    progress?.Invoke(++finished);
                }
            }).ConfigureAwait(false);
        outage.RequireAnAnswer(last);
        return replies;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<(WrittenText Reply, RequestFault? Silence)> WriteAsync(ChatPrompt prompt, WritingOptions options, OutageWatch outage, CancellationToken cancellationToken)
    {
        bool withSchema = _schema.IsOn;
        bool turnedDown = false;
        for (int attempt = 1; ;)
        {
            await _pacer.WaitAsync(cancellationToken).ConfigureAwait(false);
            _meter.Asked();
            RequestFault fault;
            try
            {
                ChatReply reply = await _exchange.AskAsync(prompt, options, withSchema, cancellationToken).ConfigureAwait(false);
                Note(reply, withSchema, turnedDown, outage);
                return (reply.IsRefusal ? WrittenText.None(ReplyFormat.Refused, reply.OutputTokens) : ReplyFormat.Read(reply.Text, reply.OutputTokens, reply.IsComplete), null);
            }
#pragma warning disable CA1031 // The edge to another program: whatever it did, the prompt has an end that is counted.
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                fault = RequestFault.Of(error, _clock);
            }

            if (fault.Kind != FaultKind.Passing)
            {
                outage.Answered();
                if (fault.Kind == FaultKind.Rejected && withSchema && _schema.MayBeAtFault)
                {
                    (withSchema, turnedDown) = (false, true);
                    continue; // Once per prompt, and no attempt: the server has answered.
                }

                return (WrittenText.None(ReasonOf(fault)), null);
            }

            if (attempt == _settings.Attempts)
            {
                outage.Silent(fault);
                return (WrittenText.None(NoAnswer), fault);
            }

            await _wait.AfterAsync(fault, attempt++, options.Seed, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Note(ChatReply reply, bool withSchema, bool turnedDown, OutageWatch outage)
    {
        outage.Answered();
        _meter.Answered(reply.InputTokens, reply.OutputTokens);
        _pacer.Charge(reply.InputTokens + reply.OutputTokens);
        if (withSchema)
        {
            _schema.Proven();
        }
        else if (turnedDown)
        {
            _schema.Drop();
        }
    }

    private string ReasonOf(RequestFault fault) => fault.Kind switch
    {
        FaultKind.Refused => ReplyFormat.Refused,
        FaultKind.PromptTooLong => PromptTooLong,
        FaultKind.Rejected => Rejected,
        _ => throw new BackendException($"The language model at {Name} turns requests down with status {fault.Status}: {Advice(fault.Status)}", isPassing: false),
    };

    private static string Advice(int status) => status switch
    {
        401 or 403 => "check the key that keyVariable names, or the rights of the identity.",
        404 => "check the address, which ends in the version (/v1), and the name of the model.",
        402 or 429 => "the account's quota is used up.",
        _ => "check the address.",
    };
}
