using System.Globalization;
using Spectre.Console;

namespace Fdkt.Cli.Commands.Federation;

/// <summary>Tables on screen, in the style of the report.</summary>
internal static class Tables
{
    public static Table Create(params string[] headers)
    {
        Table table = new Table().Border(TableBorder.Horizontal);
        foreach (string header in headers)
        {
            table.AddColumn(new TableColumn(new Text(header)) { Padding = new Padding(0, 0, 1, 0) });
        }

        return table;
    }

    /// <summary>A time in UTC.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
