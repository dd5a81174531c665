using Fdkt.Learning.Augmentation;

namespace Fdkt.ServerModels;

/// <summary>A language model of the server's operator, in place of the public model.</summary>
public interface IWritingBackend : ITextGenerator, IDisposable
{
    /// <summary>What reports and logs call it: the model, and where it runs.</summary>
    string Name { get; }

    /// <summary>What it was asked for so far.</summary>
    BackendUsage Usage { get; }
}
