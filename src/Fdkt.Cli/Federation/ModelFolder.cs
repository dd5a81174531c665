using Fdkt.Cli.Errors;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Cli.Federation;

/// <summary>The folder of a public model as a user names it.</summary>
internal static class ModelFolder
{
    /// <summary>The fingerprint that jobs name.</summary>
    /// <exception cref="UserErrorException">The folder holds no model.</exception>
    public static string Fingerprint(string folder) => PublicModelStore.Exists(folder)
        ? PublicModelStore.HashOf(folder)
        : throw new UserErrorException(ExitCode.InvalidInput, $"{folder}: there is no public model", "Make one with 'fdkt pretrain --out DIR', or leave --model out.");
}
