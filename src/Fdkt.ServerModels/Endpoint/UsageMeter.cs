using Fdkt.ServerModels.Settings;

namespace Fdkt.ServerModels.Endpoint;

/// <summary>Counts requests, tokens and cost. Thread-safe.</summary>
internal sealed class UsageMeter(EndpointSettings settings)
{
    private const double Million = 1e6;

    private readonly Lock _gate = new();
    private long _requests, _answers, _input, _output;

    public BackendUsage Usage
    {
        get
        {
            lock (_gate)
            {
                double? cost = settings.InputPricePerMillion is null && settings.OutputPricePerMillion is null
                    ? null : (_input * (settings.InputPricePerMillion ?? 0) + _output * (settings.OutputPricePerMillion ?? 0)) / Million;
                return new BackendUsage(_requests, _answers, _input, _output, cost);
            }
        }
    }

    public void Asked()
    {
        lock (_gate)
        {
            _requests++;
        }
    }

    public void Answered(long inputTokens, long outputTokens)
    {
        lock (_gate)
        {
            _answers++;
            _input += inputTokens;
            _output += outputTokens;
        }
    }
}
