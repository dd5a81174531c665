namespace Fdkt.Mutation.Host;

/// <summary>Says which mutant is alive in this process: none, or one.</summary>
public static class MutantSwitch
{
    /// <summary>Environment variable with the number of the mutant that is alive from the start.</summary>
    public const string Variable = "FDKT_MUTANT";

    private static volatile int _alive = int.TryParse(Environment.GetEnvironmentVariable(Variable), out int id) ? id : 0;

    /// <summary>The mutant that is alive; 0 for none.</summary>
    public static int Alive
    {
        get => _alive;
        set
        {
            _alive = value;
            Environment.SetEnvironmentVariable(Variable, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Where mutants are marked as they are reached; null for not at all.</summary>
    public static bool[]? Reached { get; set; }

    /// <summary>Whether a mutant is alive.</summary>
    /// <param name="id">Its number.</param>
    public static bool Is(int id)
    {
        if (Reached is { } reached)
        {
            reached[id] = true;
        }

        return _alive == id;
    }
}
