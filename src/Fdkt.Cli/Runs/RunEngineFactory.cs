using Fdkt.Cli.Runs.Abstractions;

namespace Fdkt.Cli.Runs;

/// <summary>Makes what the commands run.</summary>
internal static class RunEngineFactory
{
    public static IRunEngine CreateEngine() => new RunEngine();

    public static IPretrainer CreatePretrainer() => new Pretrainer();
}
