using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Fdkt.Contracts.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Fdkt.Cli.Telemetry;

/// <summary>Records traces and metrics of this process while it lives. Disposing it sends what is left.</summary>
internal sealed class TelemetrySession : IDisposable
{
    // Counts and times of the runtime: processor, memory, garbage collection.
    private const string RuntimeMeter = "System.Runtime";

    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    private TelemetrySession(TracerProvider? traces, MeterProvider? metrics) => (_traces, _metrics) = (traces, metrics);

    /// <summary>Begins.</summary>
    /// <param name="options">Where things go.</param>
    /// <param name="service">Name of the service, such as fdkt-worker.</param>
    /// <param name="instance">Which of its instances, such as the client's name.</param>
    public static TelemetrySession Start(TelemetryOptions options, string service, string instance)
    {
        // What OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME say comes last and so counts.
        ResourceBuilder resource = ResourceBuilder.CreateEmpty().AddService(service, autoGenerateServiceInstanceId: false, serviceInstanceId: instance).AddTelemetrySdk().AddEnvironmentVariableDetector();
        return new TelemetrySession(options.Traces ? Traces(options, resource, instance) : null, options.Metrics ? Metrics(options, resource) : null);
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static TracerProvider Traces(TelemetryOptions options, ResourceBuilder resource, string instance)
    {
        TracerProviderBuilder builder = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(RoundTrace.SourceName);
        if (options.TraceFolder is { } folder)
        {
            // Each span as it ends: a process that is killed leaves those that had ended.
            builder.AddProcessor(new SimpleActivityExportProcessor(new TraceFileExporter(folder, instance)));
        }

        if (options.Otlp)
        {
            builder.AddOtlpExporter();
        }

        if (options.Insights is not null)
        {
            builder.AddAzureMonitorTraceExporter(exporter => Identify(exporter, options));
        }

        // After the exporters, some of which bring a sampler of their own. A round has tens of spans: all of them are kept where the beginning of the trace is.
        return builder.SetSampler(new ParentBasedSampler(new AlwaysOnSampler())).Build();
    }

    private static MeterProvider Metrics(TelemetryOptions options, ResourceBuilder resource)
    {
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(FederationMetrics.MeterName, RuntimeMeter);
        if (options.HealthPort is { } port)
        {
            builder.AddPrometheusHttpListener(listener => (listener.Host, listener.Port) = (options.HealthHost, port));
        }

        if (options.Otlp)
        {
            builder.AddOtlpExporter();
        }

        if (options.Insights is not null)
        {
            builder.AddAzureMonitorMetricExporter(exporter => Identify(exporter, options));
        }

        return builder.Build();
    }

    private static void Identify(AzureMonitorExporterOptions exporter, TelemetryOptions options)
    {
        exporter.ConnectionString = options.Insights;
        exporter.Credential = new DefaultAzureCredential();
        // Nothing is kept on the disk of a worker beside private rows.
        exporter.DisableOfflineStorage = true;
    }
}
