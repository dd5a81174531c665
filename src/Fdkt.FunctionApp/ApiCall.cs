using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Fdkt.FunctionApp;

/// <summary>Bodies and answers of the API.</summary>
internal static class ApiCall
{
    /// <summary>Answers a call; a refusal becomes 409 where a round is in the way and 400 otherwise, with its reason.</summary>
    public static async Task<HttpResponseData> RunAsync(HttpRequestData request, FunctionContext context, Func<Task<HttpResponseData>> answer)
    {
        try
        {
            return await answer().ConfigureAwait(false);
        }
        catch (RefusedException error)
        {
            AzureLog.CallRefused(FunctionServices.Of(context).Logger, context.FunctionDefinition.Name, error.Reason);
            HttpStatusCode status = error.Reason == ReasonCode.TaskBusy ? HttpStatusCode.Conflict : HttpStatusCode.BadRequest;
            return await JsonAsync(request, new ApiRefusal(error.Reason, error.Message), AzureJsonContext.Default.ApiRefusal, context.CancellationToken, status).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a body strictly.</summary>
    /// <exception cref="RefusedException">It is too large or no such record.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequestData request, JsonTypeInfo<T> type, int version, CancellationToken cancellationToken)
        where T : class, IControlDocument
    {
        using var body = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            await body.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            if (body.Length > QueueMessage.MaximumBytes)
            {
                throw new RefusedException(ReasonCode.MessageTooLarge, $"The body is larger than {QueueMessage.MaximumBytes} bytes.");
            }
        }

        return ContractReader.Read(body.ToArray(), type, version);
    }

    /// <summary>The round that an address names.</summary>
    /// <exception cref="RefusedException">It is no name.</exception>
    public static RoundId Round(string text) => NameRule.Holds(text) ? new RoundId(text) : throw new RefusedException(ReasonCode.InvalidName, "The address names no round.");

    /// <summary>The client that an address names.</summary>
    /// <exception cref="RefusedException">It is no name.</exception>
    public static ClientId Client(string text) => NameRule.Holds(text) ? new ClientId(text) : throw new RefusedException(ReasonCode.InvalidName, "The address names no client.");

    /// <summary>An answer without a body.</summary>
    public static HttpResponseData Empty(HttpRequestData request, HttpStatusCode status) => request.CreateResponse(status);

    /// <summary>An answer with a body.</summary>
    public static async Task<HttpResponseData> JsonAsync<T>(
        HttpRequestData request, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken, HttpStatusCode status = HttpStatusCode.OK)
    {
        HttpResponseData response = request.CreateResponse(status);
        response.Headers.Add("Content-Type", "application/json; charset=utf-8");
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(value, type), cancellationToken).ConfigureAwait(false);
        return response;
    }
}
