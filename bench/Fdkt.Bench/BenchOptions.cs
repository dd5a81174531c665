using System.Globalization;

namespace Fdkt.Bench;

/// <summary>Reads <c>--name value</c> pairs and bare <c>--flags</c>.</summary>
internal sealed class BenchOptions
{
    private readonly Dictionary<string, string> _values = [];

    public BenchOptions(string[] args)
    {
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i].TrimStart('-');
            bool hasValue = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            _values[name] = hasValue ? args[++i] : "true";
        }
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string Text(string name, string fallback) => _values.GetValueOrDefault(name, fallback);

    public int Number(string name, int fallback) =>
        _values.TryGetValue(name, out string? value) ? int.Parse(value, CultureInfo.InvariantCulture) : fallback;

    public int[] Numbers(string name, string fallback) =>
        [.. Text(name, fallback).Split(',').Select(v => int.Parse(v, CultureInfo.InvariantCulture))];
}
