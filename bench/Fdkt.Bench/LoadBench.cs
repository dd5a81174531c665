using System.Diagnostics;
using System.Globalization;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Bench;

/// <summary>Time and peak memory of writing a Hugging Face folder and reading it, each in a process of its own.</summary>
internal static class LoadBench
{
    public static int Run(string[] args)
    {
        var options = new BenchOptions(args);
        if (options.Has("child"))
        {
            return Load(options.Text("child", ""), options.Text("as", "keep"));
        }

        if (options.Has("write"))
        {
            return Write(options.Text("write", ""), options.Text("parameters", "110M"), options.Text("family", "llama"));
        }

        string folder = Directory.CreateTempSubdirectory("fdkt-load-").FullName;
        try
        {
            Console.WriteLine("bf16 file  as        model MB  seconds  MB/s  peak over the process before, MB  of the model");
            foreach (string parameters in options.Text("parameters", "110M").Split(','))
            {
                ProcessMemory.RunChild("load", "--write", folder, "--parameters", parameters, "--family", options.Text("family", "llama"));
                foreach (string type in options.Text("as", "keep,Float32").Split(','))
                {
                    // The child prints its row itself and the peak last, for whoever wants it alone.
                    Console.WriteLine($"{parameters,-10} {type,-8} {Row(folder, type)}");
                }
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Row(string folder, string type)
    {
        string result = Path.Combine(folder, "row.txt");
        ProcessMemory.RunChild("load", "--child", folder, "--as", type);
        return File.ReadAllText(result);
    }

    private static int Write(string folder, string parameters, string family)
    {
        TorchRuntime.EnsureLoaded();
        using var model = new DecoderModel(BenchModels.OfFamily(family, BenchModels.Config(parameters, 1024)), 1, ScalarType.BFloat16);
        HuggingFaceWriter.Save(model, folder, ModelCard.ForPublicModel("Bench", "Random weights."), new HuggingFaceSaveOptions { ShardBytes = 1_000_000_000 });
        Console.WriteLine(0);
        return 0;
    }

    private static int Load(string folder, string type)
    {
        TorchRuntime.EnsureLoaded();
        zeros(1).Dispose();
        double before = ProcessMemory.ResidentMegabytes();
        long start = Stopwatch.GetTimestamp();
        using var checkpoint = HuggingFaceCheckpoint.Open(folder);
        using DecoderModel model = checkpoint.Load(new HuggingFaceLoadOptions { Dtype = type == "keep" ? null : Enum.Parse<ScalarType>(type) });
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double peak = ProcessMemory.PeakMegabytes() - before;
        double size = model.Flat.numel() * model.Flat.element_size() / 1e6;
        double read = checkpoint.ParameterCount * (checkpoint.Dtype == SafetensorsDtype.F32 ? 4 : 2) / 1e6;
        File.WriteAllText(Path.Combine(folder, "row.txt"), FormattableString.Invariant($"{size,9:F0} {seconds,8:F2} {read / seconds,5:F0} {peak,33:F0} {peak / size,13:F3}"));
        Console.WriteLine(peak.ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
