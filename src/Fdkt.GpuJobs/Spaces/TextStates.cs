using System.Collections.Concurrent;
using Fdkt.Learning.Encoders;

namespace Fdkt.GpuJobs.Spaces;

/// <summary>States of texts in the space of the public corpus. A text is encoded once per mode.</summary>
/// <remarks>Thread-safe. What it holds of private texts stays in the process.</remarks>
/// <param name="encoder">Encodes. Not owned.</param>
/// <param name="space">Projects.</param>
public sealed class TextStates(ITextEncoder encoder, PublicSpace space)
{
    private readonly ConcurrentDictionary<(EncodingMode Mode, string Text), float[]> _known = new();

    /// <summary>States of texts.</summary>
    /// <param name="texts">Any texts.</param>
    /// <param name="mode">Whether a text may share a run with others; never for private rows.</param>
    /// <param name="progress">Told how many of the unknown ones are done; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One state per text, in order; shared, not to be changed.</returns>
    public async Task<IReadOnlyList<float[]>> OfAsync(IReadOnlyList<string> texts, EncodingMode mode, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        string[] unknown = [.. texts.Distinct(StringComparer.Ordinal).Where(text => !_known.ContainsKey((mode, text)))];
        if (unknown.Length > 0)
        {
            float[][] states = await encoder.EncodeAsync(unknown, mode, progress, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < unknown.Length; i++)
            {
                _known[(mode, unknown[i])] = space.Project(states[i]);
            }
        }

        return [.. texts.Select(text => _known[(mode, text)])];
    }

    /// <summary>States of texts that were encoded before.</summary>
    /// <param name="texts">Texts known in this mode.</param>
    /// <param name="mode">The mode.</param>
    /// <returns>One state per text.</returns>
    /// <exception cref="KeyNotFoundException">A text was not encoded.</exception>
    public IReadOnlyList<float[]> Known(IReadOnlyList<string> texts, EncodingMode mode)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return [.. texts.Select(text => _known.TryGetValue((mode, text), out float[]? state) ? state : throw new KeyNotFoundException("A text was not encoded before it was needed."))];
    }
}
