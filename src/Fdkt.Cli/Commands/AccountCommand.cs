using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Fdkt.Privacy;
using Fdkt.Privacy.Accounting;

namespace Fdkt.Cli.Commands;

/// <summary><c>fdkt account</c>: the ε of Poisson-sampled DP training.</summary>
internal static class AccountCommand
{
    /// <summary>Builds the command. Exit codes: 0, or 2 for a bad value.</summary>
    public static Command Create()
    {
        Option<string?> q = NumberArgument.Option("--q", "Sampling probability of a record at each step: expected batch size over n.");
        Option<string?> sigma = NumberArgument.Option("--sigma", "Noise multiplier: noise standard deviation over the clip norm.");
        Option<string?> steps = NumberArgument.Option("--steps", "Number of steps T.");
        Option<string?> delta = NumberArgument.Option("--delta", "Delta of (epsilon, delta)-DP.");
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("account", "Print the epsilon that training with given noise spends.") { q, sigma, steps, delta, json };
        command.SetAction(result =>
        {
            TextWriter output = result.InvocationConfiguration.Output;
            try
            {
                var training = new SampledGaussianEvent(
                    NumberArgument.Real(result, q, v => v is >= 0.0 and <= 1.0, "lie in [0, 1], such as 0.01"),
                    NumberArgument.Real(result, sigma, v => v >= 0.0, "be at least 0, such as 1.1"),
                    NumberArgument.Whole(result, steps, 0));
                PrivacyGuarantee guarantee = PrivacyAccounting.Account(
                    [training], NumberArgument.Real(result, delta, v => v is >= 0.0 and <= 1.0, "lie in [0, 1], such as 1e-5"));
                output.WriteLine(result.GetValue(json) ? Json(guarantee) : Words(training, guarantee));
                return 0;
            }
            catch (Exception e) when (e is FormatException or PrivacyParameterException)
            {
                result.InvocationConfiguration.Error.WriteLine($"fdkt account: {e.Message}");
                return NumberArgument.BadValueExitCode;
            }
        });
        return command;
    }

    private static string Json(PrivacyGuarantee guarantee)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            NumberArgument.Write(writer, "epsilonPld", guarantee.EpsilonPld);
            NumberArgument.Write(writer, "epsilonRdp", guarantee.EpsilonRdp);
            NumberArgument.Write(writer, "rdpOrder", guarantee.RdpOrder);
            NumberArgument.Write(writer, "epsilonUnsampled", guarantee.EpsilonUnsampled);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Words(SampledGaussianEvent training, PrivacyGuarantee guarantee)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"q {training.SamplingProbability:g6}, sigma {training.NoiseMultiplier:g6}, {training.Steps} steps, delta {guarantee.Delta:g6}");
        text.AppendLine(CultureInfo.InvariantCulture, $"epsilon, PLD (number of record)  {guarantee.EpsilonPld:g6}");
        text.AppendLine(CultureInfo.InvariantCulture, $"epsilon, RDP (cross-check)       {guarantee.EpsilonRdp:g6} at order {guarantee.RdpOrder:g6}");
        text.Append(CultureInfo.InvariantCulture, $"epsilon, sampling not trusted    {guarantee.EpsilonUnsampled:g6}");
        foreach (string warning in guarantee.Warnings)
        {
            text.AppendLine().Append("note: ").Append(warning);
        }

        return text.ToString();
    }
}
