namespace Fdkt.GpuJobs.Students;

/// <summary>Whether a client keeps what it learned from received text: the rule that makes it never worse off than alone.</summary>
internal static class Floor
{
    /// <summary>Decides from validation on own rows.</summary>
    /// <param name="with">Of the head with text.</param>
    /// <param name="text">Of the head of the text alone: what it is worth on classes that the client lacks can only be told from those that it has.</param>
    /// <param name="without">Of the head of own rows alone.</param>
    /// <param name="own">The own rows.</param>
    /// <param name="margin">Standard errors by which "without" must be the better one.</param>
    public static bool Keeps(OwnValidation with, OwnValidation text, OwnValidation without, LabelledStates own, double margin)
    {
        if (with.Count == 0)
        {
            return true;
        }

        double covered = (double)own.Counts.Count(count => count > 0) / own.Classes;
        if (covered == 1)
        {
            (double mean, double error) = with.Difference(without);
            return mean >= -margin * error;
        }

        // A class that the client lacks is lost to a head of its own rows. The head with text has it as often right as the text alone has those classes that can be looked at.
        double gained = covered * Share(with) + (1 - covered) * Share(text);
        double lost = covered * Share(without);
        return gained >= lost - margin * Math.Sqrt(lost * (1 - lost) / with.Count);
    }

    private static double Share(OwnValidation validation) => validation.Right.Average(right => right ? 1.0 : 0.0);
}
