namespace Fdkt.Bench;

/// <summary>The training steps that are compared.</summary>
internal enum StepKind
{
    /// <summary>The product's ordinary step.</summary>
    Plain,

    /// <summary>An ordinary step by autograd alone, as a check that the plain step is no straw man.</summary>
    Autograd,

    /// <summary>Clipped per-record sum by book-keeping.</summary>
    BookKeeping,

    /// <summary>Clipped per-record sum, one record per pass.</summary>
    OneAtATime,
}
