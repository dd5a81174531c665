namespace Fdkt.Contracts.Rounds;

/// <summary>A client's classifier made from a checkpoint: an encoder of the BERT family or a language model with a linear head, fine-tuned on the client's machine and never sent.</summary>
/// <param name="Checkpoint">Folder of a Hugging Face checkpoint with its tokenizer, relative to the folder of the file that names it. Required.</param>
/// <param name="Tuning">What is trained besides the head; default auto.</param>
/// <param name="LoraRank">Rank of the adapters, 1 to 1024; default 8. Used by lora alone.</param>
/// <param name="Pooling">How the states of a text become one vector; default auto.</param>
/// <param name="BatchSize">Texts in a training step, 1 to 4096; default 16.</param>
/// <param name="AugmentedEpochs">Most passes over the augmented text, 1 to 1000; default 3.</param>
/// <param name="Epochs">Most passes over the private rows, 1 to 1000; default 10.</param>
/// <param name="Patience">Passes without a lower validation loss after which a stage ends, at least 1; default 3.</param>
/// <param name="LearningRate">Peak learning rate, above 0 and at most 1; left out, 3e-5 for full and 2e-4 for lora. The head's is never below 1e-3.</param>
/// <param name="MaximumTokens">Longer texts are cut to so many tokens, 8 to 131072, and never more than the model takes; default 256.</param>
/// <param name="ValidationFraction">Part of the private rows held out to tell when to stop, inside (0, 0.5]; it stays with the client. Default 0.2.</param>
public sealed record StudentSection(
    string? Checkpoint = null,
    StudentTuning Tuning = StudentTuning.Auto,
    int LoraRank = 8,
    StudentPooling Pooling = StudentPooling.Auto,
    int BatchSize = 16,
    int AugmentedEpochs = 3,
    int Epochs = 10,
    int Patience = 3,
    double? LearningRate = null,
    int MaximumTokens = 256,
    double ValidationFraction = 0.2);
