namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Compares the tensors that a model needs with those of its files.</summary>
internal static class TensorChecks
{
    /// <summary>Checks names, shapes and types both ways.</summary>
    /// <param name="files">What is there.</param>
    /// <param name="tensors">What is needed.</param>
    /// <param name="isIgnored">Names that may be left over.</param>
    /// <param name="type">The <c>model_type</c>, for the message.</param>
    /// <exception cref="CheckpointException">A tensor is missing, left over, misshapen or of a type that is no weight.</exception>
    public static void Require(CheckpointFiles files, IReadOnlyList<CheckpointTensor> tensors, Func<string, bool> isIgnored, string type)
    {
        foreach (CheckpointTensor tensor in tensors)
        {
            if (!files.Tensors.TryGetValue(tensor.Name, out (SafetensorsReader Reader, SafetensorsEntry Entry) found))
            {
                throw new CheckpointException(files.Path, tensor.Name, $"it is missing; a model of {FolderFiles.Config} needs it with shape [{string.Join(", ", tensor.Shape)}].");
            }

            if (!found.Entry.Shape.SequenceEqual(tensor.Shape))
            {
                throw new CheckpointException(
                    found.Reader.Path, found.Entry.Name, $"its shape is [{string.Join(", ", found.Entry.Shape)}]; {FolderFiles.Config} asks for [{string.Join(", ", tensor.Shape)}].");
            }

            if (!SafetensorsDtypes.IsWeight(found.Entry.Dtype))
            {
                throw new CheckpointException(found.Reader.Path, found.Entry.Name, $"its elements are {SafetensorsDtypes.NameOf(found.Entry.Dtype)}; F32, BF16 and F16 are supported.");
            }
        }

        var known = tensors.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        foreach ((string name, (SafetensorsReader reader, SafetensorsEntry entry)) in files.Tensors)
        {
            if (!known.Contains(name) && !isIgnored(name))
            {
                throw new CheckpointException(reader.Path, entry.Name, $"it belongs to no part of a {type} model of {FolderFiles.Config}.");
            }
        }
    }

    /// <summary>Reads every weight and keeps none.</summary>
    /// <exception cref="CheckpointException">A file was cut since it was opened, or a value is not finite.</exception>
    public static void VerifyValues(CheckpointFiles files, IReadOnlyList<CheckpointTensor> tensors, CancellationToken cancellationToken)
    {
        using var stream = new TensorStream();
        foreach (CheckpointTensor tensor in tensors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (SafetensorsReader reader, SafetensorsEntry entry) = files.Tensors[tensor.Name];
            stream.Verify(reader, entry);
        }
    }
}
