namespace Fdkt.Mutation;

/// <summary>One change to the code.</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="File">Source file, relative to the repository.</param>
/// <param name="Line">Line of the changed code.</param>
/// <param name="Before">The code as it is.</param>
/// <param name="After">The code as it would be; empty where a statement is left out.</param>
/// <param name="IsStatic">Whether it runs once for each process, so that it needs a process of its own.</param>
internal sealed record Mutant(int Id, string File, int Line, string Before, string After, bool IsStatic)
{
    /// <summary>Names it the same way in every build.</summary>
    public string Key { get; init; } = string.Empty;
}
