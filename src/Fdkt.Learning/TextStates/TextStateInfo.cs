using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Tokenizers;

namespace Fdkt.Learning.TextStates;

/// <summary>What a folder holds, by everything but the values of its weights.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Family">The <c>model_type</c>.</param>
/// <param name="IsEncoder">Whether it is an encoder of the BERT family; otherwise a language model.</param>
/// <param name="ParameterCount">Number of weights.</param>
/// <param name="HiddenSize">Length of a state.</param>
/// <param name="MaximumTokens">Longest text, with the tokens that start and end it.</param>
public sealed record TextStateInfo(string Folder, string Family, bool IsEncoder, long ParameterCount, int HiddenSize, int MaximumTokens)
{
    /// <summary>The pooling that suits the model: the mean of an encoder, the last state of a language model.</summary>
    public StatePooling UsualPooling => IsEncoder ? StatePooling.Mean : StatePooling.Last;

    /// <summary>Reads and checks a folder: configuration, tensors and tokenizer.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointException">It holds no whole checkpoint of a supported family, or its tokenizer has more ids than the model.</exception>
    /// <exception cref="TokenizerException">It holds no tokenizer, or one that is damaged or not supported.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static TextStateInfo Read(string folder)
    {
        TextStateInfo info;
        int vocabulary;
        if (EncoderCheckpoint.IsOne(folder))
        {
            using var encoder = EncoderCheckpoint.Open(folder);
            info = new TextStateInfo(folder, EncoderNames.TypeOf(encoder.Family), true, encoder.ParameterCount, encoder.Config.HiddenSize, encoder.Config.MaximumLength);
            vocabulary = encoder.Config.VocabularySize;
        }
        else
        {
            using var decoder = HuggingFaceCheckpoint.Open(folder);
            if (decoder.Config.ConditioningSize > 0)
            {
                throw new CheckpointException(
                    Path.Combine(folder, FolderFiles.Config), null, $"field '{ConfigReader.ConditioningField}' is {decoder.Config.ConditioningSize}: a model that takes control codes has no state of a text alone.");
            }

            info = new TextStateInfo(
                folder, ModelFamilies.TypeOf(decoder.Family), false, decoder.ParameterCount, decoder.Config.HiddenSize, Math.Min(decoder.Config.MaximumLength, HuggingFaceLoadOptions.LongestByDefault));
            vocabulary = decoder.Config.VocabularySize;
        }

        int ids = HuggingFaceTokenizer.Load(folder).VocabularySize;
        return ids <= vocabulary
            ? info
            : throw new CheckpointException(Path.Combine(folder, FolderFiles.Config), null, $"field 'vocab_size' is {vocabulary}, but the tokenizer has {ids} ids.");
    }
}
