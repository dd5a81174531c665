namespace Fdkt.Privacy.Accounting;

/// <summary>Turns events into (ε, δ) guarantees. Stateless, thread-safe.</summary>
/// <remarks>Results are upper bounds, never negative and never NaN; what cannot be bounded is +∞.</remarks>
public interface IPrivacyAccountant
{
    /// <summary>Name and version of the method, for statements.</summary>
    string Name { get; }

    /// <summary>An ε for which the composition of all events is (ε, δ)-DP.</summary>
    /// <param name="events">Releases about the same records, in any order; none costs 0.</param>
    /// <param name="delta">δ in [0, 1]. 1 costs nothing; 0 is +∞ for every mechanism with Gaussian noise.</param>
    /// <returns>ε in nats: at least 0, possibly +∞.</returns>
    /// <exception cref="PrivacyParameterException">δ outside [0, 1] or NaN.</exception>
    double Epsilon(IReadOnlyList<PrivacyEvent> events, double delta);

    /// <summary>A δ for which the composition of all events is (ε, δ)-DP.</summary>
    /// <param name="events">Releases about the same records, in any order; none costs 0.</param>
    /// <param name="epsilon">ε in nats, at least 0, possibly +∞ (which gives 0 unless an event has no noise).</param>
    /// <returns>δ in [0, 1].</returns>
    /// <exception cref="PrivacyParameterException">ε negative or NaN.</exception>
    double Delta(IReadOnlyList<PrivacyEvent> events, double epsilon);
}
