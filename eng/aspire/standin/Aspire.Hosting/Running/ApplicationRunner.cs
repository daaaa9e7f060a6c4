using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Running;

/// <summary>Starts all resources at once, each at the end of its own waits, and stops them in the reverse order of their starts.</summary>
internal sealed class ApplicationRunner(DistributedApplicationModel model, ResourceRunner runner) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task[] _lives = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Endpoints.Allocate(model.Resources);
        _lives = [.. model.Resources.Select(resource => runner.LiveAsync(resource, _stopping.Token))];
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await runner.StopAllAsync();
        await Task.WhenAll(_lives);
    }

    public void Dispose() => _stopping.Dispose();
}
