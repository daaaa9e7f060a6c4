using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.ServiceDefaults.Health;
using WisdomWave.Testing;

namespace WisdomWave.ServiceDefaults.Tests.Telemetry;

public sealed partial class ExportedSecretsTests
{
    private const string Token = "123456:AAFq3T-x_81kZbcdefGHIJKLmnopQRSTuvw";
    private const string Key = "sk-proj-abcdefghijklmnop";

    [Fact]
    public async Task ExportedSpansAndLogRecordsHaveNoSecrets()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await RunServiceThatHandlesSecretsAsync(collector);

        var spans = collector.Received("traces");
        var records = collector.Received("logs");
        Assert.Contains("/bot123456:***/getMe", spans);
        Assert.Contains("span status /bot123456:***", spans);
        Assert.Contains("span exception /bot123456:***", spans);
        Assert.Contains("asked http://telegram/bot123456:***/getMe with sk-***", records);
        Assert.Contains("logged exception sk-***", records);
        Assert.Contains("exception.stacktrace", records);
        Assert.DoesNotContain(Token, spans + records);
        Assert.DoesNotContain(Key, spans + records);
    }

    [Fact]
    public async Task ASpanWithASecretInAnEventIsNotExported()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await RunServiceThatHandlesSecretsAsync(collector);

        var spans = collector.Received("traces");
        Assert.Contains("harmless work", spans);
        Assert.DoesNotContain("careless work", spans);
    }

    [Fact]
    public async Task ProbesAndCallsOfTheServiceItselfCreateNoSpans()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await RunServiceThatHandlesSecretsAsync(collector);

        Assert.DoesNotContain("GET /health", collector.Received("traces"));
        Assert.DoesNotContain("quiet", collector.Received("traces"));
    }

    /// <summary>ASP.NET Core creates a span for every request as long as this category logs anything.</summary>
    [Fact]
    public async Task SpansAreCreatedOnlyForACollector()
    {
        await using var collector = await OtlpReceiver.StartAsync();

        Assert.Equal((true, false), (CreatesSpans(collector.Address), CreatesSpans("")));

        static bool CreatesSpans(string address)
        {
            var builder = TestService.CreateBuilder($"--OTEL_EXPORTER_OTLP_ENDPOINT={address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
            using var services = builder.Services.BuildServiceProvider();
            return services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Critical);
        }
    }

    /// <summary>With the name of their service, which an exporter gets from its provider.</summary>
    [Fact]
    public async Task ATraceWithAnErrorIsExportedWhateverTheRatio()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await RunServiceThatHandlesSecretsAsync(collector, "--Tracing:Ratio=0");

        Assert.Contains("harmless work", collector.Received("traces"));
        Assert.Contains("a message", collector.Received("traces"));
        Assert.Contains("service.name", collector.Received("traces"));
        Assert.DoesNotContain("an ordinary span", collector.Received("traces"));
    }

    private static async Task RunServiceThatHandlesSecretsAsync(OtlpReceiver collector, params string[] settings)
    {
        var builder = TestService.CreateBuilder(
            [$"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "--OTEL_BSP_SCHEDULE_DELAY=100", "--OTEL_BLRP_SCHEDULE_DELAY=100", .. settings]);
        using var source = new ActivitySource("WisdomWave.Tests");
        await using (var app = builder.Build())
        {
            app.MapDefaultEndpoints();
            app.MapGet("/bot{token}/getMe", (string token, ILogger<ExportedSecretsTests> logger) =>
            {
                var address = new Uri($"http://telegram/bot{token}/getMe");
                Asked(logger, address, Key);
                var failure = new InvalidOperationException($"logged exception {Key}");
                Failed(logger, failure);
                using (var activity = source.StartActivity("harmless work"))
                {
                    activity?.SetStatus(ActivityStatusCode.Error, $"span status /bot{token}");
                    activity?.AddException(new InvalidOperationException($"span exception /bot{token}"));
                }

                using (var activity = source.StartActivity("careless work"))
                    activity?.AddEvent(new ActivityEvent("said", tags: new() { ["what"] = Key }));
            });
            await app.StartAsync(TestContext.Current.CancellationToken);

            using var http = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("telegram");
            // Calls that belong to no message are not traced.
            await http.GetAsync(new Uri(app.Address(), "/bot1:quiet/getMe"), TestContext.Current.CancellationToken);
            using (source.StartActivity("a message"))
                await http.GetAsync(new Uri(app.Address(), $"/bot{Token}/getMe"), TestContext.Current.CancellationToken);
            using var unobserved = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null });
            await unobserved.GetAsync(new Uri(app.Address(), "/health"), TestContext.Current.CancellationToken);
            // Exported in order, so this is later than everything before it. A stop would wait for the export for a few seconds only.
            source.StartActivity("an ordinary span")?.Dispose();
            using (var last = source.StartActivity("the last span"))
                last?.SetStatus(ActivityStatusCode.Error);
            var logger = app.Services.GetRequiredService<ILogger<ExportedSecretsTests>>();
            Ended(logger);
            await Eventually.HoldsAsync(
                () => collector.Received("traces").Contains("the last span", StringComparison.Ordinal) && collector.Received("logs").Contains("the last record", StringComparison.Ordinal),
                "spans and log records are exported");
            await app.StopAsync(TestContext.Current.CancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "asked {Address} with {Key}")]
    private static partial void Asked(ILogger logger, Uri address, string key);

    [LoggerMessage(Level = LogLevel.Information, Message = "the last record")]
    private static partial void Ended(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "failed")]
    private static partial void Failed(ILogger logger, Exception exception);
}
