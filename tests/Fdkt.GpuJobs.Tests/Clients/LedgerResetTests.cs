namespace Fdkt.GpuJobs.Tests.Clients;

/// <summary>A ledger can't be reset: whatever is deleted, cut or set back between releases, what is charged is never less than what left the client.</summary>
public sealed class LedgerResetTests
{
    private const int Steps = 14;
    private const int OfEach = 100;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Release_AnyInterleavingWithResets_IsChargedOrRefused(int hundred)
    {
        (int released, int refused, int rebuilt) = (0, 0, 0);
        for (int seed = hundred * OfEach; seed < (hundred + 1) * OfEach; seed++)
        {
            using var client = new TamperedClient(seed);
            try
            {
                for (int step = 0; step < Steps; step++)
                {
                    client.Step();
                }

                client.Finish();
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException(FormattableString.Invariant($"Interleaving {seed}: {fault.Message}"), fault);
            }

            (released, refused, rebuilt) = (released + client.Released, refused + client.Refused, rebuilt + client.Rebuilt);
        }

        TestContext.Current.SendDiagnosticMessage(FormattableString.Invariant($"{released} releases, {refused} refusals, {rebuilt} ledgers rebuilt"));
        // A test in which nothing is refused, or nothing released, shows nothing.
        Assert.InRange(released, 2 * OfEach, int.MaxValue);
        Assert.InRange(refused, OfEach, int.MaxValue);
        Assert.InRange(rebuilt, OfEach / 2, int.MaxValue);
    }
}
