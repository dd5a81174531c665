namespace Fdkt.Privacy.Auditing;

/// <summary>What is broken on purpose, to see whether an audit notices.</summary>
public enum MechanismFault
{
    /// <summary>Nothing: the mechanism as it is.</summary>
    None,

    /// <summary>No noise is added.</summary>
    NoNoise,

    /// <summary>Contributions are not clipped; canaries are thirty times too long.</summary>
    NoClipping,

    /// <summary>Batches are cut from shuffled passes instead of drawn by coins.</summary>
    Shuffled,

    /// <summary>Noise of half the standard deviation that is claimed.</summary>
    HalfNoise,

    /// <summary>Noise of a quarter of the standard deviation that is claimed.</summary>
    QuarterNoise,
}
