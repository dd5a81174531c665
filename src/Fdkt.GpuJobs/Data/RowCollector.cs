using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Rounds;

namespace Fdkt.GpuJobs.Data;

/// <summary>Joins, trims and maps the fields of rows, counts what is dropped, and settles whether the first row was a header.</summary>
internal sealed class RowCollector(DataSource source, ColumnSelection columns, bool keepFirstAside)
{
    private readonly List<LabelledText> _rows = [];
    private readonly List<string?> _users = [];
    private readonly List<string> _warnings = [];
    private readonly string _joint = source.Join == TextJoin.Newline ? "\n" : " ";
    private TableRow? _first;
    private bool _firstLabelSeenAgain;
    private int _emptyText;
    private int _emptyLabel;

    public long Seen { get; private set; }

    public void Add(TableRow row)
    {
        Seen++;
        if (keepFirstAside && Seen == 1)
        {
            _first = row;
            return;
        }

        _firstLabelSeenAgain |= _first is { } first && RawLabel(first) == RawLabel(row);
        if (Convert(row) is { } converted)
        {
            _rows.Add(converted);
            _users.Add(User(row));
        }
    }

    public DatasetTable Finish(bool? header)
    {
        bool hadHeader = header ?? Settle();
        string name = source.Path!;
        if (_rows.Count == 0)
        {
            throw new DataSourceException(
                name,
                Seen == 0 ? "there is no row" : $"none of its {Seen} rows has {(columns.HasLabel ? "both text and label" : "text")}",
                "Check the columns.");
        }

        Warn(_emptyText, "blank text", name);
        Warn(_emptyLabel, "a blank label", name);
        return new DatasetTable(name, _rows, _emptyText, _emptyLabel, hadHeader, _warnings, columns.HasUser ? _users : null);
    }

    /// <summary>The text of a row, out of the fields of its text columns; empty where all are blank.</summary>
    public static string Joined(IEnumerable<string?> fields, string joint) => string.Join(joint, fields.Select(field => field?.Trim()).Where(field => !string.IsNullOrEmpty(field)));

    private bool Settle()
    {
        if (_first is not { } first)
        {
            return false;
        }

        string raw = RawLabel(first);
        bool isData = _firstLabelSeenAgain || source.LabelMap?.ContainsKey(raw) == true;
        if (isData)
        {
            if (Convert(first) is { } converted)
            {
                _rows.Insert(0, converted);
                _users.Insert(0, User(first));
            }
        }
        else
        {
            _warnings.Add($"{source.Path}: the first line was taken as a header, since its label occurs in no other row. Say header: false (--no-header) if it is data.");
        }

        return !isData;
    }

    private LabelledText? Convert(TableRow row)
    {
        // The text columns come first, then the label, then the user, where they are read.
        string text = Joined(row.Fields.Take(columns.TextCount), _joint);
        if (text.Length == 0)
        {
            _emptyText++;
            return null;
        }

        if (!columns.HasLabel)
        {
            return new LabelledText(text, string.Empty);
        }

        string raw = RawLabel(row);
        string label = source.LabelMap?.TryGetValue(raw, out string? mapped) == true ? mapped.Trim() : raw;
        if (label.Length == 0)
        {
            _emptyLabel++;
            return null;
        }

        return new LabelledText(text, label);
    }

    // Where no label is read, this is some other field; then nothing depends on it.
    private string RawLabel(TableRow row) => row.Fields[Math.Min(columns.TextCount, row.Fields.Length - 1)]?.Trim() ?? string.Empty;

    private string? User(TableRow row) => columns.HasUser && row.Fields[^1]?.Trim() is { Length: > 0 } user ? user : null;

    private void Warn(int count, string what, string name)
    {
        if (count > 0)
        {
            _warnings.Add($"{name}: {count} of {Seen} rows have {what} and were left out.");
        }
    }
}
