namespace Fdkt.Privacy;

/// <summary>A privacy parameter that no honest statement can be made for.</summary>
/// <remarks>The message names the parameter, its value, the bound and the remedy; it is fit to be shown as it is.</remarks>
public sealed class PrivacyParameterException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="parameterName">The parameter in plain words, such as "delta".</param>
    /// <param name="value">Its value; NaN and infinities included.</param>
    /// <param name="problem">What is wrong, continuing "delta is 0.1: …".</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    public PrivacyParameterException(string parameterName, double value, string problem, string remedy)
        : base(FormattableString.Invariant($"{parameterName} is {value}: {problem} {remedy}"))
    {
        ParameterName = parameterName;
        Value = value;
        Remedy = remedy;
    }

    /// <summary>The parameter in plain words.</summary>
    public string ParameterName { get; }

    /// <summary>The refused value.</summary>
    public double Value { get; }

    /// <summary>What to do about it, as a sentence.</summary>
    public string Remedy { get; }
}
