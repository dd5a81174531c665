using System.Globalization;
using Fdkt.Mutation;

// Changes the code that privacy rests on, a piece at a time, and counts the changes that no test notices. docs/mutation.md says how to run it.
const double Wanted = 0.95;
string Option(string name, string fallback) => Array.IndexOf(args, name) is var at and >= 0 ? args[at + 1] : fallback;
if (args.Length == 0 || Campaign.All.FirstOrDefault(known => known.Name == args[0]) is not { } campaign)
{
    Console.Error.WriteLine($"Give one of {string.Join(", ", Campaign.All.Select(known => known.Name))}, then --work DIR, --only PART-OF-A-FILE-NAME, --workers N, --seconds S, --again.");
    return 2;
}

string root = Directory.GetCurrentDirectory();
if (!File.Exists(Path.Combine(root, "Fdkt.sln")))
{
    Console.Error.WriteLine("Run this in the folder of Fdkt.sln.");
    return 2;
}

string folder = Path.Combine(Option("--work", Path.Combine(Path.GetTempPath(), "fdkt-mutation")), campaign.Name);
IReadOnlyList<(Mutant Mutant, string? Killer)> verdicts = await new MutationRun(root, folder, campaign, double.Parse(Option("--seconds", "120"), CultureInfo.InvariantCulture))
    .RunAsync(Option("--only", string.Empty), args.Contains("--again"), int.Parse(Option("--workers", "1"), CultureInfo.InvariantCulture));
foreach (IGrouping<string, (Mutant Mutant, string? Killer)> file in verdicts.GroupBy(verdict => verdict.Mutant.File))
{
    Console.WriteLine(FormattableString.Invariant($"{file.Key}: {file.Count(verdict => verdict.Killer is not null)} of {file.Count()} killed"));
    foreach ((Mutant mutant, _) in file.Where(verdict => verdict.Killer is null))
    {
        Console.WriteLine($"  {mutant.Line}: {MutationRun.Short(mutant.Before)} -> {MutationRun.Short(mutant.After)}");
    }
}

int killed = verdicts.Count(verdict => verdict.Killer is not null);
Console.WriteLine(FormattableString.Invariant($"{campaign.Name}: {killed} of {verdicts.Count} mutants killed, {100.0 * killed / Math.Max(1, verdicts.Count):0.0} %"));
return killed >= Wanted * verdicts.Count ? 0 : 1;
