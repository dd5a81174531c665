using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;

namespace Fdkt.Cli.Runs;

/// <summary>The models of a run. Owns none of them.</summary>
/// <param name="Public">The public model.</param>
/// <param name="Trainer">Trains the clients' classifiers.</param>
/// <param name="Generator">The server's language model; null takes the public model.</param>
/// <param name="Embedder">What clusters demonstrations; null takes the public model's encoder.</param>
internal sealed record RunModels(PublicModel Public, IStudentTrainer Trainer, ITextGenerator? Generator, ITextEncoder? Embedder);
