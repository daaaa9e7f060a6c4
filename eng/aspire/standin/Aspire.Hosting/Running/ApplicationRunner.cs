using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Running;

/// <summary>Starts all resources at once, each at the end of its own waits, and stops them in the reverse order of their starts.</summary>
internal sealed class ApplicationRunner(DistributedApplicationModel model, ResourceRunner runner) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<IResource, Task> _lives = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Endpoints.Allocate(model.Resources);
        lock (_gate)
        {
            foreach (var resource in model.Resources)
                _lives[resource] = runner.LiveAsync(resource, _stopping.Token);
        }

        return Task.CompletedTask;
    }

    /// <returns>False when the resource has not ended, or everything is to end.</returns>
    public bool TryStartAgain(IResource resource)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested || !_lives.TryGetValue(resource, out var life) || !life.IsCompleted)
                return false;
            _lives[resource] = runner.LiveAsync(resource, _stopping.Token);
            return true;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // The first signal has brought us here; with the next one somebody has lost patience.
        using var hurry = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Hurry);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hurry);
        await _stopping.CancelAsync();
        await runner.StopAllAsync(hurry.Token);
        await Task.WhenAll(_lives.Values);

        void Hurry(PosixSignalContext context)
        {
            context.Cancel = true;
            hurry.Cancel();
        }
    }

    public void Dispose() => _stopping.Dispose();
}
