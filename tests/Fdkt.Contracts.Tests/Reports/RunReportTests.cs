using System.Text.Json;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Tests.Reports;

public sealed class RunReportTests
{
    private const string Literal = """
        {
          "schemaVersion": 1,
          "fdktVersion": "0.1.0",
          "task": {
            "name": "news",
            "domain": "headlines",
            "labels": [
              "a",
              "b"
            ],
            "testRows": 10,
            "publicRows": 20
          },
          "methods": [
            {
              "name": "privateOnly",
              "title": "Private only",
              "accuracyMean": 0.5,
              "accuracyStd": "NaN",
              "ci95": [
                "NaN",
                "NaN"
              ],
              "macroF1Mean": 0.4,
              "perSeed": [
                0.5
              ],
              "liftPoints": 0,
              "liftCi95": [
                -1,
                1
              ]
            }
          ],
          "lift": {
            "points": 5,
            "ci95": [
              1,
              9
            ]
          },
          "privacy": {
            "epsilon": 8,
            "epsilonPld": "Infinity",
            "epsilonRdp": null,
            "epsilonUnsampled": 12,
            "delta": 0.001,
            "mechanism": "votes",
            "mechanismReason": "few records",
            "noiseMultiplier": 0.5,
            "samplingProbability": 1,
            "steps": 1,
            "clipNorm": null,
            "adjacency": "zero-out, n public",
            "unit": "one record",
            "accountant": "pld",
            "accountantVersion": "1",
            "notCovered": [
              "Tuning."
            ],
            "composedEpsilon": 17.5,
            "composedEpsilonIfShared": null,
            "composedDelta": 0.001,
            "composition": "All together.",
            "epsilonAt": {
              "1e-5": 9
            }
          },
          "stages": [
            {
              "name": "filter",
              "in": 5,
              "kept": 3,
              "dropped": {
                "short": 2
              },
              "seconds": 1.5,
              "tokens": 0
            }
          ],
          "clients": [
            {
              "name": "client-1",
              "records": 100,
              "accuracy": {
                "privateOnly": 0.5
              },
              "epsilon": 8
            }
          ],
          "seeds": [
            1
          ],
          "seconds": 60,
          "machine": {
            "system": "Linux",
            "processor": "X64",
            "cores": 2,
            "runtime": ".NET 10",
            "device": "cpu"
          },
          "samples": [
            {
              "kind": "demo",
              "label": "a",
              "text": "t"
            }
          ],
          "warnings": [],
          "baseModel": {
            "name": "Qwen2.5-0.5B",
            "family": "qwen2",
            "parameters": 494032768,
            "dtype": "bfloat16",
            "weightsSha256": "aa",
            "configSha256": null,
            "tokenizerSha256": "bb"
          },
          "liftOverLocal": {
            "control": "ownMeans",
            "points": 2,
            "ci95": [
              1,
              3
            ]
          },
          "verdict": "v",
          "attacks": []
        }
        """;

    [Fact]
    public void Serialize_EveryField_HasTheLiteralForm() =>
        Assert.Equal(Literal.ReplaceLineEndings("\n"), Json(Report()).ReplaceLineEndings("\n"));

    [Fact]
    public void Deserialize_LiteralForm_RoundTrips()
    {
        RunReport read = JsonSerializer.Deserialize(Literal, ReportJsonContext.Default.RunReport)!;

        Assert.Equal(Json(Report()), Json(read));
        Assert.Equal(double.PositiveInfinity, read.Privacy.EpsilonPld);
        Assert.False(read.Methods[0].Ci95.IsKnown);
    }

    private static string Json(RunReport report) => JsonSerializer.Serialize(report, ReportJsonContext.Default.RunReport);

    private static RunReport Report() => new(
        RunReport.CurrentSchemaVersion,
        "0.1.0",
        new TaskReport("news", "headlines", ["a", "b"], 10, 20),
        [new MethodReport(Comparison.PrivateOnly, "Private only", 0.5, double.NaN, Interval.Unknown, 0.4, [0.5], 0, new Interval(-1, 1))],
        new LiftReport(5, new Interval(1, 9)),
        new PrivacyReport(
            8, double.PositiveInfinity, null, 12, 0.001, PrivacyMechanism.Votes, "few records", 0.5, 1, 1, null, "zero-out, n public", "one record", "pld", "1", ["Tuning."],
            new Dictionary<string, double> { ["1e-5"] = 9 }, 17.5, null, 0.001, "All together."),
        [new StageReport("filter", 5, 3, new Dictionary<string, long> { ["short"] = 2 }, 1.5, 0)],
        [new ClientReport("client-1", 100, new Dictionary<Comparison, double> { [Comparison.PrivateOnly] = 0.5 }, 8)],
        [1],
        60,
        new MachineReport("Linux", "X64", 2, ".NET 10", "cpu"),
        [new SampleText("demo", "a", "t")],
        [],
        BaseModel: new BaseModelReport("Qwen2.5-0.5B", "qwen2", 494_032_768, "bfloat16", "aa", null, "bb"),
        LiftOverLocal: new LocalLiftReport(Comparison.OwnMeans, 2, new Interval(1, 3)),
        Verdict: "v");
}
