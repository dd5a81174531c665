using Fdkt.Cli.Runs.Abstractions;

namespace Fdkt.Cli.Runs;

/// <summary>Makes what <c>run</c> and <c>pretrain</c> are driven by.</summary>
internal static class RunEngineFactory
{
    public static IRunEngine CreateEngine() => throw new NotSupportedException("This build has no engine.");

    public static IPretrainer CreatePretrainer() => throw new NotSupportedException("This build has no pretrainer.");
}
