using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Fdkt.Contracts.Telemetry;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Fdkt.FunctionApp;

/// <summary>Traces, metrics and logs of the function app (docs/observability.md). Where nothing is set, nothing is sent.</summary>
internal static class TelemetryServices
{
    private const string Insights = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Durable's own spans: the orchestration, its activities, timers and events.
    private const string Durable = "Microsoft.DurableTask*";

    /// <summary>Adds telemetry.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The app's settings.</param>
    /// <param name="credential">Signs in; Application Insights takes identities alone.</param>
    public static IServiceCollection AddFederationTelemetry(this IServiceCollection services, IConfiguration configuration, TokenCredential credential)
    {
        IOpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(traces => traces.AddSource(RoundTrace.SourceName, Durable))
            .WithMetrics(metrics => metrics.AddMeter(FederationMetrics.MeterName));
        if (configuration[Insights] is { Length: > 0 } connection)
        {
            void Identify(AzureMonitorExporterOptions exporter) => (exporter.ConnectionString, exporter.Credential) = (connection, credential);
            telemetry
                .WithTracing(traces => traces.AddAzureMonitorTraceExporter(Identify))
                .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(Identify))
                .WithLogging(logs => logs.AddAzureMonitorLogExporter(Identify));
        }

        if (configuration[Otlp] is { Length: > 0 })
        {
            telemetry
                .WithTracing(traces => traces.AddOtlpExporter())
                .WithMetrics(metrics => metrics.AddOtlpExporter())
                .WithLogging(logs => logs.AddOtlpExporter());
        }

        // After the exporters, some of which bring a sampler of their own: rounds are few, and all of a round is kept or nothing.
        telemetry.WithTracing(traces => traces.SetSampler(new ParentBasedSampler(new AlwaysOnSampler())));
        return services;
    }
}
