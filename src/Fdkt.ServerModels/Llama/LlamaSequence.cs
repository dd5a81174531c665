using Fdkt.ServerModels.Sequences;
using LLama;
using LLama.Batched;
using LLama.Native;
using LLama.Sampling;

namespace Fdkt.ServerModels.Llama;

/// <summary>A conversation of LLamaSharp's batched executor with its sampler.</summary>
internal sealed class LlamaSequence(LLamaWeights weights, Conversation conversation, DefaultSamplingPipeline sampling) : ISequence
{
    public bool IsReady => conversation.RequiresSampling;

    public int? Sample()
    {
        LLamaToken token = sampling.Sample(conversation.Executor.Context.NativeHandle, conversation.GetSampleIndex());
        return token.IsEndOfGeneration(weights.Vocab) ? null : (int)token;
    }

    public void Append(int token) => conversation.Prompt((LLamaToken)token);

    public string Decode(IReadOnlyList<int> tokens)
    {
        var decoder = new StreamingTokenDecoder(conversation.Executor.Context);
        decoder.AddRange(tokens.Select(token => (LLamaToken)token));
        return decoder.Read();
    }

    public void Dispose()
    {
        conversation.Dispose();
        sampling.Dispose();
    }
}
