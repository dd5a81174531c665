using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Fdkt.Privacy;
using Fdkt.Privacy.Calibration;

namespace Fdkt.Cli.Commands;

/// <summary><c>fdkt calibrate</c>: the least noise for an ε.</summary>
internal static class CalibrateCommand
{
    /// <summary>Builds the command. Exit codes: 0, or 2 for a bad value or a target out of reach.</summary>
    public static Command Create()
    {
        Option<string?> q = NumberArgument.Option("--q", "Sampling probability of a record at each step: expected batch size over n.");
        Option<string?> steps = NumberArgument.Option("--steps", "Number of steps T.");
        Option<string?> delta = NumberArgument.Option("--delta", "Delta of (epsilon, delta)-DP.");
        Option<string?> epsilon = NumberArgument.Option("--epsilon", "Target epsilon.");
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("calibrate", "Print the smallest noise multiplier that keeps an epsilon.") { q, steps, delta, epsilon, json };
        command.SetAction(result =>
        {
            try
            {
                double noise = NoiseCalibration.NoiseMultiplierFor(
                    NumberArgument.Real(result, q, v => v is > 0.0 and <= 1.0, "lie above 0 and up to 1, such as 0.01"),
                    NumberArgument.Whole(result, steps, 1),
                    NumberArgument.Real(result, epsilon, v => v > 0.0, "be above 0, such as 3"),
                    NumberArgument.Real(result, delta, v => v is > 0.0 and < 1.0, "lie above 0 and below 1, such as 1e-5"));
                result.InvocationConfiguration.Output.WriteLine(
                    result.GetValue(json) ? Json(noise) : string.Create(CultureInfo.InvariantCulture, $"noise multiplier {noise:g6}"));
                return 0;
            }
            catch (Exception e) when (e is FormatException or PrivacyParameterException)
            {
                result.InvocationConfiguration.Error.WriteLine($"fdkt calibrate: {e.Message}");
                return NumberArgument.BadValueExitCode;
            }
        });
        return command;
    }

    private static string Json(double noiseMultiplier)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            NumberArgument.Write(writer, "noiseMultiplier", noiseMultiplier);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
