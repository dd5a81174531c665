using Fdkt.Privacy;

namespace Fdkt.GpuJobs.Stages;

/// <summary>The privacy section of a round asks for what no mechanism can keep.</summary>
public sealed class PrivacySettingsException : Exception
{
    /// <summary>Reports a fault.</summary>
    /// <param name="inner">The parameter that was refused.</param>
    public PrivacySettingsException(PrivacyParameterException inner)
        : base($"{Checked(inner).Message.TrimEnd('.')}. See the privacy section in docs/round-file.md.", inner) =>
        (ParameterName, Value) = (inner.ParameterName, inner.Value);

    /// <summary>The parameter in plain words.</summary>
    public string ParameterName { get; }

    /// <summary>The refused value.</summary>
    public double Value { get; }

    private static PrivacyParameterException Checked(PrivacyParameterException inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return inner;
    }
}
