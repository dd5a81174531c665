using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Fdkt.GpuJobs.Data;

/// <summary>Reads the selected columns of a Parquet file, one row group at a time.</summary>
internal static class ParquetTable
{
    public static async Task<List<TableRow>> ReadAsync(Stream stream, string name, ColumnSelection columns, CancellationToken cancellationToken)
    {
        ParquetFooter.Check(stream);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: false, cancellationToken: cancellationToken).ConfigureAwait(false);
        DataField[] fields = reader.Schema.GetDataFields();
        int[] indices = columns.Resolve([.. fields.Select(field => field.Name)]);
        var rows = new List<TableRow>();
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader groupReader = reader.OpenRowGroupReader(group);
            var values = new List<string?[]>();
            foreach (int index in indices)
            {
                values.Add(await ColumnAsync(groupReader, fields[index], name, cancellationToken).ConfigureAwait(false));
            }

            for (int row = 0; row < groupReader.RowCount; row++)
            {
                rows.Add(new TableRow(rows.Count + 1, [.. values.Select(column => column[row])]));
            }
        }

        return rows;
    }

    private static Task<string?[]> ColumnAsync(ParquetRowGroupReader group, DataField field, string name, CancellationToken cancellationToken)
    {
        Type type = Nullable.GetUnderlyingType(field.ClrType) ?? field.ClrType;
        return field.MaxRepetitionLevel > 0 ? throw Unsupported(field, name, "a list")
            : type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? TextAsync(group, field, cancellationToken)
            : type == typeof(int) ? ValuesAsync<int>(group, field, cancellationToken)
            : type == typeof(long) ? ValuesAsync<long>(group, field, cancellationToken)
            : type == typeof(short) ? ValuesAsync<short>(group, field, cancellationToken)
            : type == typeof(sbyte) ? ValuesAsync<sbyte>(group, field, cancellationToken)
            : type == typeof(byte) ? ValuesAsync<byte>(group, field, cancellationToken)
            : type == typeof(bool) ? ValuesAsync<bool>(group, field, cancellationToken)
            : type == typeof(float) ? ValuesAsync<float>(group, field, cancellationToken)
            : type == typeof(double) ? ValuesAsync<double>(group, field, cancellationToken)
            : throw Unsupported(field, name, type.Name);
    }

    private static async Task<string?[]> TextAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
    {
        string?[] values = new string?[group.RowCount];
        await group.ReadAsync(field, values.AsMemory()!, null, cancellationToken).ConfigureAwait(false);
        return values;
    }

    private static async Task<string?[]> ValuesAsync<T>(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
        where T : struct
    {
        if (field.IsNullable)
        {
            var nullable = new T?[group.RowCount];
            await group.ReadAsync(field, nullable.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            return [.. nullable.Select(value => value is { } given ? Text(given) : null)];
        }

        var values = new T[group.RowCount];
        await group.ReadAsync(field, values.AsMemory(), null, cancellationToken).ConfigureAwait(false);
        return [.. values.Select(Text)];
    }

    private static string Text<T>(T value)
        where T : struct => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;

    private static DataSourceException Unsupported(DataField field, string name, string kind) =>
        new(name, $"column \"{field.Name}\" holds {kind} values", "It must hold text, numbers or truth values.");
}
