using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Tests;

/// <summary>Compares a contract with the JSON that stored files and other versions hold.</summary>
internal static class Literal
{
    /// <summary>The contract is written as the literal, and the literal reads as the same contract. The literal has no blanks but the indentation of its lines.</summary>
    public static void Holds<T>(string json, T contract, JsonTypeInfo<T> type)
        where T : class
    {
        string line = string.Concat(json.Split('\n').Select(part => part.Trim()));

        Assert.Equal(line, JsonSerializer.Serialize(contract, type));
        Assert.Equal(line, JsonSerializer.Serialize(ContractReader.Read(Encoding.UTF8.GetBytes(line), type, version: 1), type));
    }
}
