using Fdkt.Learning.Models;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>One tensor of a checkpoint and the parameters it fills.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Target">One parameter, or several that are joined.</param>
/// <param name="Transposed">True where the file has inputs as rows (GPT-2's Conv1D).</param>
internal sealed record CheckpointTensor(string Name, ParameterSlot Target, bool Transposed = false)
{
    /// <summary>Shape in the file.</summary>
    public long[] Shape => Transposed ? [Target.Columns, Target.Rows] : Target.Shape;
}
