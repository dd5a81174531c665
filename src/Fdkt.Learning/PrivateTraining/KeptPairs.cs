using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.PrivateTraining;

/// <summary>Inputs and output gradients of linear layers that share an input.</summary>
internal sealed class KeptPairs : KeptRecords
{
    private readonly Tensor _input;
    private readonly List<(Tensor Target, Tensor Gradient)> _outputs = [];

    /// <param name="input">(batch, positions, p), owned.</param>
    public KeptPairs(Tensor input)
        : base(input) => _input = input;

    /// <param name="target">(d, p) view of the flat gradient, not owned.</param>
    /// <param name="gradient">(batch, positions, d), owned.</param>
    public void Add(Tensor target, Tensor gradient) => _outputs.Add((target, gradient));

    /// <summary>True where weighing the input is less work than weighing each output's gradient.</summary>
    /// <param name="outputs">Layers that share the input.</param>
    /// <param name="inputWidth">p.</param>
    /// <param name="outputWidth">d of the first of them.</param>
    public static bool ScalesInput(int outputs, long inputWidth, long outputWidth) => outputs > 1 || inputWidth <= outputWidth;

    public override void Contract(Tensor weights)
    {
        using Tensor factor = weights.view(-1, 1, 1);
        bool scalesInput = ScalesInput(_outputs.Count, _input.shape[2], _outputs[0].Gradient.shape[2]);
        // Not in place: another layer may hold the same memory.
        using Tensor scaled = (scalesInput ? _input : _outputs[0].Gradient).mul(factor);
        using Tensor rows = (scalesInput ? scaled : _input).view(-1, _input.shape[2]);
        foreach ((Tensor target, Tensor original) in _outputs)
        {
            Tensor gradient = scalesInput ? original : scaled;
            using Tensor gradientRows = gradient.view(-1, gradient.shape[2]);
            using Tensor transposed = gradientRows.t();
            target.addmm_(transposed, rows);
        }
    }

    public override void Clear(Tensor records)
    {
        base.Clear(records);
        foreach ((_, Tensor gradient) in _outputs)
        {
            gradient.index_fill_(0, records, Scalars.Zero);
        }
    }

    public override void Dispose()
    {
        foreach ((_, Tensor gradient) in _outputs)
        {
            gradient.Dispose();
        }

        base.Dispose();
    }
}
