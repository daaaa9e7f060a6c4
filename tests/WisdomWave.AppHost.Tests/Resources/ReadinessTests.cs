using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Tests.Resources;

public sealed class ReadinessTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _time = new();
    private readonly Answers _answers = new();

    [Fact]
    public async Task ChecksEvery100MillisecondsUntilItIsReady()
    {
        var check = Ask(new Readiness(_answers, _time));
        Assert.Equal(1, _answers.Asked);
        _time.Advance(Pause);
        Assert.Equal(2, _answers.Asked);
        _answers.Ready = true;
        _time.Advance(Pause);
        Assert.Equal(HealthStatus.Healthy, (await check).Status);
        Assert.Equal(3, _answers.Asked);
    }

    [Fact]
    public async Task ReportsAFailureAfterARoundSoThatTheDashboardShowsIt()
    {
        var check = Ask(new Readiness(_answers, _time));
        for (var i = 0; i < 50; i++)
            _time.Advance(Pause);
        Assert.Equal(HealthStatus.Unhealthy, (await check).Status);
        Assert.Equal(51, _answers.Asked);
    }

    [Fact]
    public async Task AfterItWasReadyAFailureIsReportedImmediately()
    {
        var readiness = new Readiness(_answers, _time);
        _answers.Ready = true;
        await Ask(readiness);
        _answers.Ready = false;
        Assert.Equal(HealthStatus.Unhealthy, (await Ask(readiness)).Status);
        Assert.Equal(2, _answers.Asked);
    }

    private static Task<HealthCheckResult> Ask(Readiness readiness) =>
        readiness.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

    private sealed class Answers : IHealthCheck
    {
        public bool Ready { get; set; }

        public int Asked { get; private set; }

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            Asked++;
            return Task.FromResult(Ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
        }
    }
}
