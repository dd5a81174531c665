using System.Globalization;

namespace Fdkt.ServerModels.Endpoint;

/// <summary>Notices that a server answers nobody any more, so that a round does not go on to lose one text after the other. Thread-safe.</summary>
/// <param name="name">What messages call the server.</param>
internal sealed class OutageWatch(string name)
{
    /// <summary>Prompts in a row that got no answer in any attempt.</summary>
    public const int Limit = 8;

    private readonly Lock _gate = new();
    private int _silent;
    private bool _everAnswered;

    /// <summary>A request was answered, whatever the answer.</summary>
    public void Answered()
    {
        lock (_gate)
        {
            (_silent, _everAnswered) = (0, true);
        }
    }

    /// <summary>All attempts at a prompt went unanswered.</summary>
    /// <exception cref="BackendException">As have those before it.</exception>
    public void Silent(RequestFault last)
    {
        lock (_gate)
        {
            if (++_silent >= Limit)
            {
                throw Unavailable(last);
            }
        }
    }

    /// <summary>The last prompt is done.</summary>
    /// <exception cref="BackendException">None was answered.</exception>
    public void RequireAnAnswer(RequestFault? last)
    {
        lock (_gate)
        {
            if (!_everAnswered && last is not null)
            {
                throw Unavailable(last);
            }
        }
    }

    private BackendException Unavailable(RequestFault last)
    {
        string why = last.Status == 0 ? $"no answer ({last.Cause.GetType().Name})" : string.Create(CultureInfo.InvariantCulture, $"status {last.Status}");
        return new BackendException($"The language model at {name} does not answer: {why}. Check whether the server runs and how busy it is.", isPassing: true);
    }
}
