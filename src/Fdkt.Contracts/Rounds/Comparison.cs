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

    /// <summary>Local control: the classifier labels public text itself and keeps what it is sure of. It needs no federation and spends no privacy.</summary>
    SelfTraining,

    /// <summary>Control: a classifier of the private rows on public features. Since every row reads with the public encoder, it equals <see cref="PrivateOnly"/>.</summary>
    PublicFeatures,

    /// <summary>Local control: the client's own exact class means choose public text, which stays with the client. It needs no federation and spends no privacy.</summary>
    OwnMeans,

    /// <summary>Control: all public text, labelled by the pooled private release without any choosing, then the private rows.</summary>
    PublicPseudoLabels,

    /// <summary>Bound: the real private rows of all clients together. Not private, never released.</summary>
    PooledRealRows,

    /// <summary>As <see cref="Fdkt"/> with public text that the demonstrations find as the only source of augmented text.</summary>
    FdktPublicText,

    /// <summary>As <see cref="Fdkt"/> with text that a language model writes as the only source of augmented text.</summary>
    FdktGenerated,
}
