using System.Globalization;
using System.Text.RegularExpressions;

namespace Fdkt.Contracts.Artifacts;

/// <summary>Names of what a statement protects, the same in every statement.</summary>
public static partial class PrivacyUnit
{
    /// <summary>A single record.</summary>
    public const string OneRecord = "one record";

    /// <summary>The unit's name.</summary>
    /// <param name="recordsPerUser">Records of a user that are used, at least 1; null where records are protected one by one.</param>
    public static string Of(int? recordsPerUser) => recordsPerUser is { } most
        ? string.Create(CultureInfo.InvariantCulture, $"one user with at most {most} record{(most == 1 ? string.Empty : "s")}")
        : OneRecord;

    /// <summary>Whether a unit is a user with all records that are used.</summary>
    /// <param name="unit">The unit of a statement.</param>
    public static bool IsUser(string unit) => RecordsPerUser(unit) is not null;

    /// <summary>Records of a user that are used; null where the unit is something else.</summary>
    /// <param name="unit">The unit of a statement.</param>
    public static int? RecordsPerUser(string unit) =>
        User().Match(unit) is { Success: true } match ? int.Parse(match.Groups["most"].Value, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex("^one user with at most (?<most>[1-9][0-9]{0,8}) records?$", RegexOptions.CultureInvariant)]
    private static partial Regex User();
}
