using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;
using Fdkt.ServerModels;
using Microsoft.Extensions.Logging;

namespace Fdkt.Cli.Commands.Federation;

/// <summary>A back end whose use goes to the log: what was asked and what it cost, however the work ended.</summary>
/// <param name="backend">The back end. Not owned.</param>
/// <param name="logger">The log.</param>
internal sealed class LoggedBackend(IWritingBackend backend, ILogger logger) : ITextGenerator
{
    public bool StaysInProcess => backend.StaysInProcess;

    public async Task<IReadOnlyList<WrittenText>> GenerateAsync(IReadOnlyList<FewShotPrompt> prompts, WritingOptions options, Action<int>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await backend.GenerateAsync(prompts, options, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ServiceLog.Written(logger, backend.Name, backend.Usage.ToString());
        }
    }
}
