namespace Fdkt.Contracts.Rounds;

/// <summary>The rules of the data section.</summary>
internal static class DataRules
{
    public static void Check(RangeChecks check, DataSection data)
    {
        if (data.Train is null)
        {
            check.Add("data.train", string.Empty, "it is missing", "Give {\"path\": …} with the labelled rows, or leave the whole data section out for the built-in sample.");
        }
        else
        {
            Source(check, "data.train", data.Train);
        }

        if (data.Test is not null)
        {
            Source(check, "data.test", data.Test);
        }

        if (data.Public is not null)
        {
            Public(check, data.Public);
        }

        check.Fraction("data.testFraction", data.TestFraction, zero: false, one: false);
    }

    /// <summary>A column of users and the bound on their records: one without the other would promise what does not hold.</summary>
    public static void Users(RangeChecks check, DataSection data, PrivacySection privacy)
    {
        if (data.User is { } user && privacy.RecordsPerUser is null)
        {
            check.Add("data.user", $"\"{user}\"", "names users, and privacy.recordsPerUser is missing", "Say how many records of one user may be used, such as 5, or leave data.user out to protect single records.");
        }

        if (data.User is null && privacy.RecordsPerUser is { } most)
        {
            check.Add("privacy.recordsPerUser", most, "bounds the records of a user, and data.user is missing", "Name the column that says whose row it is.");
        }
    }

    private static void Source(RangeChecks check, string path, DataSource source)
    {
        if (source.Path is null)
        {
            check.Add($"{path}.path", string.Empty, "it is missing", "Name the file.");
        }
        else
        {
            check.NotBlank($"{path}.path", source.Path);
        }

        Delimiter(check, $"{path}.delimiter", source.Delimiter);
        foreach ((string raw, string name) in source.LabelMap ?? new Dictionary<string, string>())
        {
            check.NotBlank($"{path}.labelMap.{raw}", name);
        }
    }

    private static void Public(RangeChecks check, PublicSource source)
    {
        int given = (source.Path is null ? 0 : 1) + (source.Fraction is null ? 0 : 1) + (source.Rows is null ? 0 : 1);
        if (given != 1)
        {
            check.Add(
                "data.public",
                string.Empty,
                given == 0 ? "none of path, fraction and rows is given" : "more than one of path, fraction and rows is given",
                "Give exactly one, or leave public out for the corpus that ships with Fdkt.");
        }

        if (source.Path is not null)
        {
            check.NotBlank("data.public.path", source.Path);
        }

        Delimiter(check, "data.public.delimiter", source.Delimiter);
        check.Fraction("data.public.fraction", source.Fraction, zero: false, one: false);
        check.AtLeast("data.public.rows", source.Rows, 1);
    }

    private static void Delimiter(RangeChecks check, string path, string? delimiter)
    {
        bool usable = delimiter is null or "tab" || (delimiter.Length == 1 && !char.IsLetterOrDigit(delimiter[0]) && delimiter[0] is not ('"' or '\r' or '\n'));
        if (!usable)
        {
            check.Add(path, string.Empty, "it is not one character that can stand between fields", "Give one such as \";\", or \"tab\".");
        }
    }
}
