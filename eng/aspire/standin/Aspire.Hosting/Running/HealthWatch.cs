using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Running;

/// <summary>Says when a running resource has become healthy: all its checks pass, or it has none.</summary>
internal sealed class HealthWatch(HealthCheckService checks, ResourceNotificationService notifications)
{
    public const HealthStatus Healthy = HealthStatus.Healthy;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task WatchAsync(IResource resource, CancellationToken ended)
    {
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => a.Key).ToHashSet();
        try
        {
            while (keys.Count > 0 && !await PassAsync(keys, ended))
                await Task.Delay(Pause, ended);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { HealthStatus = Healthy });
    }

    private async Task<bool> PassAsync(HashSet<string> keys, CancellationToken ended) =>
        (await checks.CheckHealthAsync(registration => keys.Contains(registration.Name), ended)).Status == Healthy;
}
