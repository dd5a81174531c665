using System.Text;
using Fdkt.Privacy.Statements;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>What is said about a model that is saved: its name, what it comes from, and what its training cost in privacy.</summary>
/// <remarks>There is no card without a word on privacy: either a statement, or that no private record was read.</remarks>
public sealed class ModelCard
{
    private readonly string _title;
    private readonly string _origin;

    private ModelCard(string title, string origin, ReleaseStatement? statement)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentException.ThrowIfNullOrWhiteSpace(origin);
        (_title, _origin, Statement) = (title, origin, statement);
    }

    /// <summary>The privacy statement; null for a model of public text.</summary>
    public ReleaseStatement? Statement { get; }

    /// <summary>A model that no private record was used for.</summary>
    /// <param name="title">Name of the model.</param>
    /// <param name="origin">What it was trained on, in words.</param>
    public static ModelCard ForPublicModel(string title, string origin) => new(title, origin, null);

    /// <summary>A model that was trained privately.</summary>
    /// <param name="title">Name of the model.</param>
    /// <param name="origin">The model it started from, in words.</param>
    /// <param name="statement">What training did to private records, and what is claimed for it.</param>
    public static ModelCard ForRelease(string title, string origin, ReleaseStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return new ModelCard(title, origin, statement);
    }

    /// <summary>The card in Markdown, with the head that model hubs read.</summary>
    /// <param name="family">Family of the model.</param>
    /// <param name="parameters">Number of weights.</param>
    /// <param name="dtype">Element type of the file.</param>
    internal string ToMarkdown(ModelFamily family, long parameters, SafetensorsDtype dtype)
    {
        var text = new StringBuilder();
        text.Append("---\nlibrary_name: transformers\npipeline_tag: text-generation\ntags:\n- fdkt\n");
        text.Append(Statement is null ? "" : "- differential-privacy\n").Append("---\n\n");
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"# {_title}\n\nA {ModelFamilies.TypeOf(family)} model of {parameters} parameters in {SafetensorsDtypes.NameOf(dtype)}. {_origin}\n\n## Privacy\n\n");
        if (Statement is null)
        {
            return text.Append("No private record was used to make this model, so there is no privacy statement.\n").ToString();
        }

        text.Append("This model was trained on private records with differential privacy. The statement in words:\n\n");
        foreach (string line in StatementText.Words(Statement).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append("> ").Append(line).Append("\n>\n");
        }

        return text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\nThe same as data, to be verified by recomputation: `{FolderFiles.Statement}`.\n").ToString();
    }
}
