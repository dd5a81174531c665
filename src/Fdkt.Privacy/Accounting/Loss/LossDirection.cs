namespace Fdkt.Privacy.Accounting.Loss;

/// <summary>Which of two neighbouring data sets is the true one. Steps compose within a direction, never across.</summary>
internal enum LossDirection
{
    /// <summary>The record is in; its removal is hidden.</summary>
    Remove,

    /// <summary>The record is out; its addition is hidden.</summary>
    Add,
}
