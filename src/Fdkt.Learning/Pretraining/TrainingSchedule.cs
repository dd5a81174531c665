namespace Fdkt.Learning.Pretraining;

/// <summary>Linear warm-up, then a cosine down to a floor, as factors on the learning rate.</summary>
/// <param name="WarmUp">Fraction of the run spent warming up. In [0, 1). Default .03.</param>
/// <param name="Floor">Factor at the end of the run. In [0, 1]. Default .05.</param>
/// <remarks>Driven by progress in [0, 1], so a budget in steps and one in seconds look the same.</remarks>
public readonly record struct TrainingSchedule(double WarmUp = 0.03, double Floor = 0.05)
{
    /// <summary>The factor on the peak learning rate.</summary>
    /// <param name="progress">Part of the run that is done; clamped to [0, 1].</param>
    /// <returns>In [0, 1].</returns>
    public double Factor(double progress)
    {
        double done = Math.Clamp(progress, 0, 1);
        if (done < WarmUp)
        {
            // A small positive start: a step at rate zero would be wasted.
            return Math.Max(done / WarmUp, 0.02);
        }

        double cosine = (1 + Math.Cos(Math.PI * (done - WarmUp) / (1 - WarmUp))) / 2;
        return Floor + (1 - Floor) * cosine;
    }
}
