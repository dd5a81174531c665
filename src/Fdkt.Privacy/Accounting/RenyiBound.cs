namespace Fdkt.Privacy.Accounting;

/// <summary>An ε got from Rényi divergences, and the order it came from.</summary>
/// <param name="Epsilon">ε in nats: at least 0, possibly +∞.</param>
/// <param name="Order">The best order α; NaN where no order was needed or none gave a finite value.</param>
/// <param name="IsOrderAtEnd">True if the best order is the first or last of the list: a longer list might give less.</param>
public readonly record struct RenyiBound(double Epsilon, double Order, bool IsOrderAtEnd);
