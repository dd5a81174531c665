namespace Fdkt.Learning.Students.FineTuning;

/// <summary>Which values of a checkpoint training changes. The head is always trained.</summary>
public enum TuningMethod
{
    /// <summary>All of a model of up to 500 million parameters, adapters beside a larger one.</summary>
    Auto,

    /// <summary>Every weight, in Float32. Memory is about 20 bytes a parameter, and the activations of a batch.</summary>
    Full,

    /// <summary>Low-rank adapters on every linear layer of the blocks; the weights stay, in the type of the file.</summary>
    Lora,
}
