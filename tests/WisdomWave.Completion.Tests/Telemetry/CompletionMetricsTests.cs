using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.Completion.ProviderLimits;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Metrics;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Telemetry;

public sealed class CompletionMetricsTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheCatalogueListsExactlyTheInstrumentsOfCompletion()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null);
        Assert.Equal(CreatedInstruments.Catalogued("Completion"), CreatedInstruments.Of(service.Services.GetRequiredService<IMeterFactory>()));
    }

    [Fact]
    public async Task ACompletionIsMeasuredUnderTheNameOfTheBotThatAsked()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(
            playground, redis: null, "--Models:0:Name=gpt-test", "--Models:0:InputPrice=1", "--Models:0:OutputPrice=2");
        await service.CompleteAsync(CompletionService.Ask() with { Bot = "home" });

        Assert.Equal(1, await service.MetricAsync("wisdomwave_completion_duration_seconds_count", "bot=\"home\""));
        Assert.Equal(1, await service.MetricAsync("wisdomwave_completion_first_text_duration_seconds_count", "bot=\"home\""));
        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_requests_total", "bot=\"home\""));
        Assert.True(await service.MetricAsync("wisdomwave_completion_cost_total", "bot=\"home\"", "model=\"gpt-test\"", "operation=\"chat\"") > 0);
        // Zero, but there: the first failure is then an increase.
        Assert.Contains("key_rejected", (await Scrape.OfAsync(service.Http, Token)).LabelValues("wisdomwave_completion_failures_total", "kind"));
    }

    [Fact]
    public async Task EveryCounterStartsWithTheFirstRequestOfABot()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(
            playground, redis: null, "--Models:0:Name=gpt-test", "--Models:0:InputPrice=1", "--Models:0:OutputPrice=2");
        await service.CompleteAsync(CompletionService.Ask() with { Bot = "home" });

        var scrape = await Scrape.OfAsync(service.Http, Token);
        Assert.All(CataloguedMetric.CountersOf("Completion"), metric => Assert.NotEmpty(scrape.SeriesOf(metric.Name)));
        foreach (var kind in (string[])["unavailable", "key_rejected", "bad_request"])
            Assert.Equal(0, scrape.Value("wisdomwave_completion_fallbacks_total", "bot=\"home\"", $"kind=\"{kind}\""));
    }

    [Fact]
    public async Task EachAttemptOfAProviderCallIsCountedOnce()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null, "--Models:0:Name=gpt-test");
        Assert.Equal(0, (await Scrape.OfAsync(service.Http, Token)).Value("wisdomwave_provider_calls_total", "model=\"gpt-test\"", "outcome=\"key_rejected\""));

        await playground.Client.FailAsync(new ModelFault { Code = "server_error", Times = 2 }, Token);
        await service.CompleteAsync(CompletionService.Ask("1"));
        await playground.Client.FailAsync(new ModelFault { Code = "invalid_api_key" }, Token);
        await service.CompleteAsync(CompletionService.Ask("2"));

        Assert.Equal(
            new() { ["unavailable"] = 2, ["completed"] = 1, ["key_rejected"] = 1 }, await service.CountsAsync("wisdomwave_provider_calls_total", "outcome"));
    }

    [Fact]
    public async Task AnAbandonedCallIsNoFailureOfTheProvider()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null);
        await playground.HoldAsync();
        using (await service.SendAsync(CompletionService.Ask()))
            await playground.WaitForCallsAsync(1);

        await Eventually.HoldsAsync(
            async () => await service.MetricAsync("wisdomwave_provider_calls_total", "outcome=\"abandoned\"") == 1, "the abandoned call is counted");
        Assert.Equal(new() { ["abandoned"] = 1 }, await service.CountsAsync("wisdomwave_provider_calls_total", "outcome"));
    }

    [Fact]
    public async Task CallsThatWaitForTheLimitsAreMeasured()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null, "--ProviderLimits:ConcurrentCalls=1");
        await playground.HoldAsync();
        var first = service.CompleteAsync(CompletionService.Ask("1"));
        await playground.WaitForCallsAsync(1);
        var second = service.CompleteAsync(CompletionService.Ask("2"));
        var limiter = service.Services.GetRequiredService<ProviderLimiter>();
        await Eventually.HoldsAsync(() => limiter.WaitingCalls == 1, "the second call waits");

        Assert.Equal(1, (await Scrape.OfAsync(service.Http, Token)).Value("wisdomwave_provider_queue_waiting"));
        await playground.Client.ClearFaultsAsync(Token);
        await Task.WhenAll(first, second);

        var scrape = await Scrape.OfAsync(service.Http, Token);
        Assert.Equal(0, scrape.Value("wisdomwave_provider_queue_waiting"));
        // The first call did not wait.
        Assert.Equal(1, scrape.Value("wisdomwave_provider_queue_duration_seconds_count", "outcome=\"admitted\""));
    }
}
