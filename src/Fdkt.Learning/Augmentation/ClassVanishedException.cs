namespace Fdkt.Learning.Augmentation;

/// <summary>A class would have no augmented text at all.</summary>
public sealed class ClassVanishedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="label">Name of the class.</param>
    public ClassVanishedException(string label)
        : base($"No augmented text of class \"{label}\" passed the checks. Ask for more texts per label, or for shorter ones (augmentation.minimumWords).") => Label = label;

    /// <summary>Name of the class.</summary>
    public string Label { get; }
}
