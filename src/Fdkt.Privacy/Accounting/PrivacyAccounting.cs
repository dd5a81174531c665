namespace Fdkt.Privacy.Accounting;

/// <summary>Accounts events with both accountants and says what is sound to claim. Stateless, thread-safe.</summary>
public static class PrivacyAccounting
{
    private static readonly RdpAccountant Rdp = new();
    private static readonly PldAccountant Pld = new();

    /// <summary>The guarantee of the composition of all events.</summary>
    /// <param name="events">Every release about the same records: training, histogram, metrics, retrainings.</param>
    /// <param name="delta">δ in [0, 1]. See <see cref="Calibration.DeltaRule"/> for what is acceptable for n records.</param>
    /// <returns>The guarantee; warnings name every fall-back.</returns>
    /// <exception cref="PrivacyParameterException">δ outside [0, 1] or NaN.</exception>
    public static PrivacyGuarantee Account(IReadOnlyList<PrivacyEvent> events, double delta)
    {
        ArgumentNullException.ThrowIfNull(events);
        var warnings = new List<string>();

        // Without sampling each run makes its own passes: that account is taken before equal events are merged.
        IReadOnlyList<PrivacyEvent> plain = EventGroups.Merge(events.Select(WithoutSampling));
        events = EventGroups.Merge(events);
        RenyiBound rdp = RdpAccountant.Bound(events, delta);
        if (rdp.IsOrderAtEnd)
        {
            warnings.Add(FormattableString.Invariant(
                $"The best Rényi order, {rdp.Order}, is at an end of the list: the RDP value may be looser than need be."));
        }

        double pld = WithFallBack(Pld.Epsilon(events, delta), rdp.Epsilon, "", warnings);
        if (double.IsInfinity(pld))
        {
            warnings.Add("No finite epsilon holds at this delta: the noise is absent or delta is too small.");
        }

        double unsampled = WithFallBack(
            Pld.Epsilon(plain, delta), Rdp.Epsilon(plain, delta), "Without sampling: ", warnings);
        return new PrivacyGuarantee(
            pld, rdp.Epsilon, rdp.Order, Math.Max(unsampled, pld), delta, $"{Pld.Name}; {Rdp.Name}", warnings);
    }

    /// <summary>The number of record alone, at a third of the work.</summary>
    internal static double Epsilon(IReadOnlyList<PrivacyEvent> events, double delta)
    {
        IReadOnlyList<PrivacyEvent> merged = EventGroups.Merge(events);
        return Math.Min(Pld.Epsilon(merged, delta), Rdp.Epsilon(merged, delta));
    }

    private static PrivacyEvent WithoutSampling(PrivacyEvent releases) => releases switch
    {
        SampledGaussianEvent e => e.WithoutSampling(),
        GroupSampledGaussianEvent e => e.WithoutSampling(),
        _ => releases,
    };

    // Both are upper bounds, so the smaller one holds; taking RDP's is said aloud.
    private static double WithFallBack(double pld, double rdp, string prefix, List<string> warnings)
    {
        if (rdp < pld)
        {
            warnings.Add(FormattableString.Invariant(
                $"{prefix}the PLD accountant gave {pld:g6}; the RDP value {rdp:g6} is reported instead."));
        }

        return Math.Min(pld, rdp);
    }
}
