namespace Fdkt.Contracts.Reports;

/// <summary>What an attack on a text achieved: which of the clients' records was it made from?</summary>
/// <param name="Target">What was attacked, in words.</param>
/// <param name="Epsilon">ε of the text: +∞ where it is not private and was made for comparison.</param>
/// <param name="Attack">The attack, in words.</param>
/// <param name="Auc">Chance that a member scores above another record, over seeds; 0.5 is guessing.</param>
/// <param name="AucCi95">95 % interval of that over seeds (Student t); NaN ends for one seed.</param>
/// <param name="TruePositiveRate">Share of members found, over seeds, where the share below of others is taken for members.</param>
/// <param name="FalsePositiveRate">That share.</param>
/// <param name="Members">Records that the text was made from, in one seed.</param>
/// <param name="Others">Records it was not made from.</param>
public sealed record AttackReport(
    string Target, double Epsilon, string Attack, double Auc, Interval AucCi95, double TruePositiveRate, double FalsePositiveRate, int Members, int Others);
