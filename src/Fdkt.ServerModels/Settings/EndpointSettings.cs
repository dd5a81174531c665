namespace Fdkt.ServerModels.Settings;

/// <summary>A server that speaks the OpenAI protocol, and how hard it may be asked.</summary>
/// <param name="Url">Address up to and with the version, such as <c>http://127.0.0.1:8000/v1</c> or <c>https://NAME.openai.azure.com/openai/v1</c>.</param>
/// <param name="KeyVariable">Environment variable that holds the key; left out, no key is sent.</param>
/// <param name="Identity">Whether the machine's Azure identity signs in, in place of a key. Default false.</param>
/// <param name="Concurrency">Requests at a time, 1 to 1,024. Default 8.</param>
/// <param name="RequestSeconds">Longest time for one request in seconds, above 0. Default 120.</param>
/// <param name="Attempts">Most requests for one text, when the server does not answer, at least 1. Default 6.</param>
/// <param name="RequestsPerMinute">Most requests per minute, above 0; left out, no limit.</param>
/// <param name="TokensPerMinute">Most tokens per minute, those of prompts included, above 0; left out, no limit.</param>
/// <param name="Schema">Whether the server is asked to hold the model to a JSON schema. Where it refuses that, the form is asked for in words alone. Default true.</param>
/// <param name="Stream">Whether replies are streamed, for servers and proxies that close a connection on which nothing comes for long. Default false.</param>
/// <param name="Sampling">Whether temperature, top-p and seed are sent; some reasoning models refuse them. Default true.</param>
/// <param name="InputPricePerMillion">Price of a million tokens of prompts, 0 or more; left out, no cost is shown.</param>
/// <param name="OutputPricePerMillion">Price of a million tokens of replies, 0 or more; left out, no cost is shown.</param>
public sealed record EndpointSettings(
    string? Url = null,
    string? KeyVariable = null,
    bool Identity = false,
    int Concurrency = 8,
    double RequestSeconds = 120,
    int Attempts = 6,
    double? RequestsPerMinute = null,
    double? TokensPerMinute = null,
    bool Schema = true,
    bool Stream = false,
    bool Sampling = true,
    double? InputPricePerMillion = null,
    double? OutputPricePerMillion = null);
