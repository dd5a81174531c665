using System.Globalization;
using System.Runtime.InteropServices;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Tests.Stages;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Tests.Neighbours;

/// <summary>A way from a client's rows into a release. Whoever adds a mechanism adds it here, and the neighbour tests hold it too.</summary>
/// <param name="Mechanism">As an order names it.</param>
/// <param name="Reads">What the mechanism takes in of each row, as bytes in words: an encoding, or tokens, with the class.</param>
internal sealed record MechanismPath(PrivacyMechanism Mechanism, Func<IReadOnlyList<Example>, IReadOnlyList<string>> Reads)
{
    public static IReadOnlyList<MechanismPath> All { get; } =
    [
        new(PrivacyMechanism.ClassMeans, Encodings),
        new(PrivacyMechanism.Votes, Encodings),
        new(PrivacyMechanism.ClassPrompts, Tokens),
    ];

    public static MechanismPath Of(PrivacyMechanism mechanism) => All.Single(path => path.Mechanism == mechanism);

    private static IReadOnlyList<string> Encodings(IReadOnlyList<Example> rows) =>
    [
        .. SampleRound.Model.Encoder.EncodeAll([.. rows.Select(row => row.Text)])
            .Select((encoding, i) => $"{rows[i].Label} {Convert.ToHexString(MemoryMarshal.AsBytes<float>(encoding))}"),
    ];

    private static IReadOnlyList<string> Tokens(IReadOnlyList<Example> rows) =>
        [.. rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Label} {string.Join(' ', SampleRound.Model.ToTokens(row.Text))}"))];
}
