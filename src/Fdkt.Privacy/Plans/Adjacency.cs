namespace Fdkt.Privacy.Plans;

/// <summary>Which data sets count as neighbours.</summary>
public enum Adjacency
{
    /// <summary>One data set has one record more. The only adjacency that plans are made for.</summary>
    AddOrRemoveOne,

    /// <summary>One record is exchanged for another, which doubles the sensitivity of a sum. Refused by name.</summary>
    ReplaceOne,
}
