using Fdkt.Learning.PublicModels;

namespace Fdkt.GpuJobs.Statements;

/// <summary>The entry of a statement's lineage that names the published model at the root of the public one.</summary>
public static class BaseModelLineage
{
    /// <summary>Its key.</summary>
    public const string Key = "base model";

    /// <summary>Adds the entry.</summary>
    /// <param name="lineage">What is known so far.</param>
    /// <param name="baseModel">The published model; null adds nothing.</param>
    /// <returns>The same lineage.</returns>
    public static Dictionary<string, string> Add(Dictionary<string, string> lineage, BaseModel? baseModel)
    {
        ArgumentNullException.ThrowIfNull(lineage);
        if (baseModel is not null)
        {
            lineage[Key] = baseModel.ToString();
        }

        return lineage;
    }
}
