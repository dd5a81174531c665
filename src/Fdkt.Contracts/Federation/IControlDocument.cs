namespace Fdkt.Contracts.Federation;

/// <summary>
/// Marks a record that may be stored or sent besides artifacts: facts about rounds, jobs and clients. An architecture test
/// holds that no such record can reach a <see cref="Datasets.LabelledText"/>: text is stored as an artifact with a statement, or not at all.
/// </summary>
public interface IControlDocument
{
    /// <summary>Version of the record's format.</summary>
    int SchemaVersion { get; }
}
