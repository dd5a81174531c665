using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Rounds;

/// <summary>One row of the table: what the client's classifier is trained on.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Comparison>))]
public enum Comparison
{
    /// <summary>The private rows alone: what a client has without the federation.</summary>
    PrivateOnly,

    /// <summary>Text written by the public model without any demonstration, then the private rows.</summary>
    ZeroShot,

    /// <summary>The differentially private demonstrations, then the private rows; no augmentation.</summary>
    DemosOnly,

    /// <summary>As <see cref="Fdkt"/> without the filters of server and client.</summary>
    NoFilter,

    /// <summary>Augmented text from filtered demonstrations, then the private rows.</summary>
    Fdkt,

    /// <summary>As <see cref="Fdkt"/> with real private rows as demonstrations. Not private: an upper bound, never released.</summary>
    NonPrivateDemos,

    /// <summary>Control: as <see cref="Fdkt"/> with demonstrations whose classes are random.</summary>
    RandomClassDemos,

    /// <summary>Control: the classifier labels public-model text itself and keeps what it is sure of; no demonstrations.</summary>
    SelfTraining,

    /// <summary>Control: a classifier of the private rows on the public model's features.</summary>
    PublicFeatures,
}
