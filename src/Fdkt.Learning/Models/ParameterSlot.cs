namespace Fdkt.Learning.Models;

/// <summary>Where one named parameter lives in the flat vector.</summary>
/// <param name="Name">Hugging Face name.</param>
/// <param name="Offset">First element in the flat vector.</param>
/// <param name="Rows">Outputs of a weight matrix; the length of a vector.</param>
/// <param name="Columns">Inputs of a weight matrix; 0 for a vector.</param>
internal readonly record struct ParameterSlot(string Name, long Offset, int Rows, int Columns)
{
    public long Count => Columns == 0 ? Rows : (long)Rows * Columns;

    public long[] Shape => Columns == 0 ? [Rows] : [Rows, Columns];

    /// <summary>One matrix or vector over this slot and the ones that follow it directly (same columns).</summary>
    public ParameterSlot JoinedWith(params ReadOnlySpan<ParameterSlot> next)
    {
        int rows = Rows;
        foreach (ParameterSlot slot in next)
        {
            if (slot.Columns != Columns || slot.Offset != Offset + (long)rows * Math.Max(1, Columns))
            {
                throw new InvalidOperationException($"{slot.Name} does not follow {Name}.");
            }

            rows += slot.Rows;
        }

        return this with { Rows = rows };
    }
}
