using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>The input of an activity.</summary>
internal interface IActivityInput
{
    /// <summary>The round: an activity belongs to its trace.</summary>
    RoundId Round { get; }

    /// <summary>What the call is for, such as "s1.training": part of the effect's name in the journal, where a replay must find it again.</summary>
    string Key { get; }
}
