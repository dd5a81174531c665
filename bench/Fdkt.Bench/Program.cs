using Fdkt.Bench;
using Fdkt.Bench.RoundScale;

return args switch
{
    ["dp-step", .. string[] rest] => DpStepBench.Run(rest),
    ["dp-train", .. string[] rest] => DpTrainBench.Run(rest),
    ["dp-memory", .. string[] rest] => DpMemoryBench.Run(rest),
    ["encode", .. string[] rest] => await EncodeBench.RunAsync(rest),
    ["generate", .. string[] rest] => GenerateBench.Run(rest),
    ["load", .. string[] rest] => LoadBench.Run(rest),
    ["accountant", .. string[] rest] => AccountantBench.Run(rest),
    ["noise", .. string[] rest] => NoiseBench.Run(rest),
    ["round-scale", .. string[] rest] => await RoundScaleBench.RunAsync(rest),
    ["train", .. string[] rest] => TrainBench.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Fdkt.Bench dp-step | dp-train | dp-memory | encode | generate | load | accountant | noise | round-scale | train [options]");
    return 2;
}
