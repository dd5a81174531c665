namespace Fdkt.Learning.Synthesis;

/// <summary>How demonstrations are shared among classes.</summary>
public enum LabelMix
{
    /// <summary>As many for each class: says nothing about the client's mix, and costs nothing.</summary>
    Uniform,

    /// <summary>In proportion to a noisy histogram of the client's classes, charged to the same budget.</summary>
    Matched,
}
