namespace Fdkt.Privacy.Plans;

/// <summary>Which data sets count as neighbours.</summary>
public enum Adjacency
{
    /// <summary>One unit's records are replaced by empty ones, which count for nothing; n is public. The only adjacency that plans are made for.</summary>
    ZeroOut,

    /// <summary>One record is exchanged for another, which doubles the sensitivity of a sum. Refused by name.</summary>
    ReplaceOne,
}
