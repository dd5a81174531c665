namespace Fdkt.Cli.Commands.Federation;

/// <summary>What a worker works for.</summary>
internal enum WorkerRole
{
    /// <summary>A data owner: synthesis and training, beside the private rows.</summary>
    Client,

    /// <summary>The operator: augmentation with the server's language model.</summary>
    Llm,
}
