namespace Fdkt.Privacy.Auditing;

/// <summary>The longest run of words that a released text shares with a private one. For the data owner's eyes only.</summary>
/// <param name="Released">Index of the released text.</param>
/// <param name="Start">Word of the released text at which the run begins.</param>
/// <param name="Words">Length of the run; 0 where no word is shared.</param>
/// <param name="Private">Index of a private text that holds the run; −1 where no word is shared.</param>
public readonly record struct SharedRun(int Released, int Start, int Words, int Private);
