using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Artifacts;

/// <summary>What a release promises about the records it was computed from. Travels with the release and with all that is derived from it.</summary>
public sealed record PrivacyStatement
{
    /// <summary>Makes a statement.</summary>
    /// <param name="client">Whose records; not blank.</param>
    /// <param name="epsilon">ε: finite, above 0. A mechanism whose ε could not be bounded releases nothing.</param>
    /// <param name="delta">δ: inside [0, 1); 0 for pure differential privacy.</param>
    /// <param name="mechanism">Which mechanism; never auto.</param>
    /// <param name="adjacency">Which data sets count as neighbours; not blank.</param>
    /// <param name="unit">What one neighbour differs in; not blank.</param>
    /// <param name="accountant">Who calculated ε, with version; not blank.</param>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    public PrivacyStatement(string client, double epsilon, double delta, PrivacyMechanism mechanism, string adjacency, string unit, string accountant)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(adjacency);
        ArgumentException.ThrowIfNullOrWhiteSpace(unit);
        ArgumentException.ThrowIfNullOrWhiteSpace(accountant);
        if (!(epsilon > 0 && double.IsFinite(epsilon)))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "ε must be finite and above 0.");
        }

        if (!(delta is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "δ must be inside [0, 1).");
        }

        if (mechanism == PrivacyMechanism.Auto || !Enum.IsDefined(mechanism))
        {
            throw new ArgumentOutOfRangeException(nameof(mechanism), mechanism, "A statement names the mechanism that ran.");
        }

        Client = client;
        Epsilon = epsilon;
        Delta = delta;
        Mechanism = mechanism;
        Adjacency = adjacency;
        Unit = unit;
        Accountant = accountant;
    }

    /// <summary>Whose records.</summary>
    public string Client { get; }

    /// <summary>ε: finite, above 0.</summary>
    public double Epsilon { get; }

    /// <summary>δ: inside [0, 1).</summary>
    public double Delta { get; }

    /// <summary>Which mechanism; never auto.</summary>
    public PrivacyMechanism Mechanism { get; }

    /// <summary>Which data sets count as neighbours.</summary>
    public string Adjacency { get; }

    /// <summary>What one neighbour differs in.</summary>
    public string Unit { get; }

    /// <summary>Who calculated ε, with version.</summary>
    public string Accountant { get; }
}
