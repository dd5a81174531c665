using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>A trainable low-rank addition to one frozen weight: W + scale · B A (Hu et al. 2021, arXiv:2106.09685v2, eq. 3).</summary>
/// <param name="Target">The weight it adds to.</param>
/// <param name="DownSlot">A, (rank, inputs), in the adapters' own flat vector.</param>
/// <param name="UpSlot">B, (outputs, rank), in the same vector.</param>
/// <param name="Down">View of A.</param>
/// <param name="Up">View of B.</param>
/// <param name="Scale">Factor on B A.</param>
internal sealed record LowRankAdapter(ParameterSlot Target, ParameterSlot DownSlot, ParameterSlot UpSlot, Tensor Down, Tensor Up, double Scale);
