using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;

namespace Fdkt.Cli.Runs;

/// <summary>The models of a run. Owns none of them.</summary>
/// <param name="Round">The encoder of every row, and the public texts.</param>
/// <param name="Test">Rows to score on.</param>
/// <param name="Public">The public model, where the mechanism trains one or where it writes; null where nothing needs it.</param>
/// <param name="Trainer">Fine-tunes the clients' classifiers; null where they are heads on the encoder's states.</param>
/// <param name="Generator">The server's language model; null where there is none.</param>
/// <param name="Clusterer">What clusters demonstrations for prompts; null takes the encoder.</param>
internal sealed record RunModels(EncodedRound Round, TestRows Test, PublicModel? Public, IStudentTrainer? Trainer, ITextGenerator? Generator, ITextEncoder? Clusterer);
