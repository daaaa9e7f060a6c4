using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.AppHost.Resources;

/// <summary>
/// Aspire asks an unhealthy resource after 1, 2, 3, 4, 5, 5 … s. Until its first good answer this check asks every 100 ms, so
/// that those who wait for the resource start up to 3 s earlier.
/// </summary>
internal sealed class Readiness(IHealthCheck check, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>One round of questions; Aspire begins the next one.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(2);

    private bool _wasReady;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var result = await AskAsync(context, cancellationToken);
            if (_wasReady |= result.Status == HealthStatus.Healthy)
                return result;
            if (time.GetElapsedTime(began) >= Round)
                return result;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<HealthCheckResult> AskAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Answer, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await check.CheckHealthAsync(context, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"no answer within {Answer.TotalSeconds:0} s");
        }
    }
}

internal static class ReadinessExtensions
{
    /// <summary>The name is what the dashboard shows.</summary>
    public static IResourceBuilder<T> WithReadiness<T>(this IResourceBuilder<T> resource, string name, IHealthCheck check) where T : IResource
    {
        var readiness = new Readiness(check, TimeProvider.System);
        resource.ApplicationBuilder.Services.AddHealthChecks()
            .Add(new HealthCheckRegistration(name, readiness, HealthStatus.Unhealthy, tags: null));
        return resource.WithHealthCheck(name);
    }
}
