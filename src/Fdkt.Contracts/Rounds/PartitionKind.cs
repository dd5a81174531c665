using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Rounds;

/// <summary>How private rows are dealt to the clients.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PartitionKind>))]
public enum PartitionKind
{
    /// <summary>At random: every client has about the same class mix.</summary>
    Iid,

    /// <summary>Label skew: each client's class mix is drawn from a Dirichlet distribution with concentration alpha.</summary>
    Dirichlet,
}
