namespace Fdkt.Learning.PrivateTraining;

/// <summary>Linear layers of a block that may get a low-rank adapter. A layer the model does not have is passed over.</summary>
[Flags]
public enum AdapterTargets
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Query projection.</summary>
    Query = 1,

    /// <summary>Key projection.</summary>
    Key = 2,

    /// <summary>Value projection.</summary>
    Value = 4,

    /// <summary>Projection behind attention.</summary>
    Output = 8,

    /// <summary>Gate of the feed-forward half.</summary>
    Gate = 16,

    /// <summary>First projection of the feed-forward half.</summary>
    Up = 32,

    /// <summary>Last projection of the feed-forward half.</summary>
    Down = 64,

    /// <summary>The four of attention.</summary>
    Attention = Query | Key | Value | Output,

    /// <summary>Those of the feed-forward half.</summary>
    FeedForward = Gate | Up | Down,

    /// <summary>Every one.</summary>
    All = Attention | FeedForward,
}
