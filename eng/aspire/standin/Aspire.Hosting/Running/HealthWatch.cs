using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Running;

/// <summary>Says when a running resource has become healthy: all its checks pass, or it has none.</summary>
internal sealed class HealthWatch(HealthCheckService checks, ResourceNotificationService notifications, ResourceConsole console)
{
    public const HealthStatus Healthy = HealthStatus.Healthy;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Remarkable = TimeSpan.FromSeconds(15);

    public async Task WatchAsync(IResource resource, CancellationToken ended)
    {
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => a.Key).ToHashSet();
        try
        {
            await WaitAsync(resource, keys, ended);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { HealthStatus = Healthy });
    }

    private async Task WaitAsync(IResource resource, HashSet<string> keys, CancellationToken ended)
    {
        var pause = FirstPause;
        var waited = TimeSpan.Zero;
        while (keys.Count > 0)
        {
            var report = await checks.CheckHealthAsync(registration => keys.Contains(registration.Name), ended);
            if (report.Status == Healthy)
                return;

            await Task.Delay(pause, ended);
            waited += pause;
            pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
            if (waited < Remarkable)
                continue;

            console.Say(resource, $"not healthy yet: {report.Entries.Values.First(e => e.Status != Healthy).Description}");
            waited = TimeSpan.Zero;
        }
    }
}
