namespace Fdkt.Learning.Models;

/// <summary>The parameters of one block. Query, key and value lie side by side, as do gate and up, so that each group is one matrix.</summary>
internal sealed record LayerSlots(
    ParameterSlot InputNorm,
    ParameterSlot Query,
    ParameterSlot Key,
    ParameterSlot Value,
    ParameterSlot Output,
    ParameterSlot PostAttentionNorm,
    ParameterSlot Gate,
    ParameterSlot Up,
    ParameterSlot Down)
{
    public ParameterSlot QueryKeyValue { get; } = Query.JoinedWith(Key, Value);

    public ParameterSlot GateUp { get; } = Gate.JoinedWith(Up);
}
