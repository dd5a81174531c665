using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Rounds;

/// <summary>How a data file is written.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DataFormat>))]
public enum DataFormat
{
    /// <summary>Comma-separated values as in RFC 4180; the file may end in .gz.</summary>
    Csv,

    /// <summary>One JSON object per line; the file may end in .gz.</summary>
    Jsonl,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
