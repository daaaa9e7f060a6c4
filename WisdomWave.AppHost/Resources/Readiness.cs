using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.AppHost.Resources;

/// <summary>
/// Checks a resource every 100 ms until it is ready for the first time. Aspire itself would check after 1, 2, 3, 4, 5, 5 … s, so the
/// resources that wait for this one start up to 3 s earlier.
/// </summary>
internal sealed class Readiness(IHealthCheck check, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>After this time the result is reported, and Aspire begins the next round.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2);

    private bool _wasReady;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var result = await CheckOnceAsync(context, cancellationToken);
            if (_wasReady |= result.Status == HealthStatus.Healthy)
                return result;
            if (time.GetElapsedTime(began) >= Round)
                return result;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<HealthCheckResult> CheckOnceAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(CheckTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await check.CheckHealthAsync(context, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"no answer within {CheckTimeout.TotalSeconds:0} s");
        }
    }
}

internal static class ReadinessExtensions
{
    /// <param name="resource">The resource to check.</param>
    /// <param name="name">The name of the health check in the dashboard.</param>
    /// <param name="check">A single check.</param>
    public static IResourceBuilder<T> WithReadiness<T>(this IResourceBuilder<T> resource, string name, IHealthCheck check) where T : IResource
    {
        var readiness = new Readiness(check, TimeProvider.System);
        resource.ApplicationBuilder.Services.AddHealthChecks()
            .Add(new HealthCheckRegistration(name, readiness, HealthStatus.Unhealthy, tags: null));
        return resource.WithAnnotation(new ReadinessCheck(check)).WithHealthCheck(name);
    }
}

/// <summary>How to find out whether a resource is ready, for a supervisor other than Aspire.</summary>
internal sealed record ReadinessCheck(IHealthCheck Check) : IResourceAnnotation;
