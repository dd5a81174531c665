namespace Fdkt.Privacy.Accounting.Renyi;

/// <summary>The orders at which Rényi divergences are taken.</summary>
internal static class RenyiOrders
{
    /// <summary>1.1 … 10.9 by 0.1, 11 … 63, 128, 256, 512, 1024: the list of the public accountants.</summary>
    public static IReadOnlyList<double> Default { get; } =
        [.. Enumerable.Range(11, 99).Select(i => i / 10.0), .. Enumerable.Range(11, 53).Select(i => (double)i), 128, 256, 512, 1024];
}
