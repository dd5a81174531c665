namespace Fdkt.ServerModels.Tests.Endpoint;

/// <summary>Lets arrivals go on by groups of a size: whoever comes waits until the group is whole.</summary>
internal sealed class MeetingPoint(int size)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _there;

    public Task ArriveAsync()
    {
        lock (_gate)
        {
            Task wait = _whole.Task;
            if (++_there % size == 0)
            {
                _whole.SetResult();
                _whole = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return wait;
        }
    }
}
