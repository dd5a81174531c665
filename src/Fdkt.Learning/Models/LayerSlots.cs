namespace Fdkt.Learning.Models;

/// <summary>The parameters of one block. Query, key and value lie side by side, as do gate and up, so that each group is one matrix; so do their biases.</summary>
internal sealed record LayerSlots
{
    public required NormSlots InputNorm { get; init; }

    public required ParameterSlot Query { get; init; }

    public required ParameterSlot Key { get; init; }

    public required ParameterSlot Value { get; init; }

    /// <summary>Null, as the two that follow, where the projections have no biases.</summary>
    public required ParameterSlot? QueryBias { get; init; }

    public required ParameterSlot? KeyBias { get; init; }

    public required ParameterSlot? ValueBias { get; init; }

    public required ParameterSlot Output { get; init; }

    public required ParameterSlot? OutputBias { get; init; }

    public required NormSlots PostAttentionNorm { get; init; }

    /// <summary>Null where the feed-forward half has no gate.</summary>
    public required ParameterSlot? Gate { get; init; }

    public required ParameterSlot Up { get; init; }

    /// <summary>Null where there is no gate, or no bias.</summary>
    public required ParameterSlot? GateBias { get; init; }

    public required ParameterSlot? UpBias { get; init; }

    public required ParameterSlot Down { get; init; }

    public required ParameterSlot? DownBias { get; init; }

    public ParameterSlot QueryKeyValue => Query.JoinedWith(Key, Value);

    public ParameterSlot? QueryKeyValueBias => QueryBias?.JoinedWith(KeyBias!.Value, ValueBias!.Value);

    public ParameterSlot GateUp => Gate is { } gate ? gate.JoinedWith(Up) : Up;

    public ParameterSlot? GateUpBias => GateBias is { } gate ? gate.JoinedWith(UpBias!.Value) : UpBias;

    /// <summary>Every joined matrix and vector, where it is no parameter of its own.</summary>
    public IEnumerable<ParameterSlot> Joined
    {
        get
        {
            yield return QueryKeyValue;
            if (QueryKeyValueBias is { } bias)
            {
                yield return bias;
            }

            if (Gate is not null)
            {
                yield return GateUp;
            }

            if (GateBias is not null)
            {
                yield return GateUpBias!.Value;
            }
        }
    }
}
