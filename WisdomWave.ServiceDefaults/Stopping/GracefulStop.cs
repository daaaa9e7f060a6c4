using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WisdomWave.ServiceDefaults.Problems;

namespace WisdomWave.ServiceDefaults.Stopping;

/// <summary>
/// Stops a service in order: it refuses new work, gives running work <see cref="StopOptions.Timeout"/> to finish, and then aborts the
/// rest. Until then the service keeps listening, because other services still report to it.
/// </summary>
public sealed class GracefulStop : IHostedLifecycleService, IDisposable
{
    // Time for the last results to reach their readers.
    private static readonly TimeSpan FlushTime = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborted = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly CancellationTokenRegistration _registration;
    private int _running;
    private bool _isStopping;

    public GracefulStop(IOptions<StopOptions> options, IHostApplicationLifetime lifetime, TimeProvider? time = null)
    {
        _timeout = options.Value.Timeout;
        _time = time ?? TimeProvider.System;

        // After a signal this runs before StoppingAsync; when the host is stopped by other means, StoppingAsync runs first.
        _registration = lifetime.ApplicationStopping.Register(BeginStop);
    }

    /// <summary>Cancelled when the service begins to stop: start no new work.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Cancelled when all remaining work must end immediately.</summary>
    public CancellationToken Aborted => _aborted.Token;

    /// <summary>Registers work that a stop waits for. Dispose the result when the work ends.</summary>
    /// <returns>Null if the service is stopping.</returns>
    public IDisposable? TryBegin()
    {
        lock (_gate)
        {
            if (_isStopping)
                return null;

            _running++;
            return new RunningWork(this);
        }
    }

    /// <summary>Runs before the first hosted service, and therefore before the server, is stopped.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        BeginStop();

        // A second signal means that the operator does not want to wait.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, ForceStop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, ForceStop);
        if (!_idle.Task.IsCompleted)
        {
            await _idle.Task.WaitAsync(_timeout, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_idle.Task.IsCompleted)
                await Task.Delay(FlushTime, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _aborted.CancelAsync();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _registration.Dispose();
        _stopping.Dispose();
        _aborted.Dispose();
    }

    private void BeginStop()
    {
        lock (_gate)
        {
            _isStopping = true;
            if (_running == 0)
                _idle.TrySetResult();
        }

        _stopping.Cancel();
    }

    private void ForceStop(PosixSignalContext context)
    {
        context.Cancel = true;
        _idle.TrySetResult();
    }

    private void EndWork()
    {
        lock (_gate)
        {
            _running--;
            if (_running == 0 && _isStopping)
                _idle.TrySetResult();
        }
    }

    private sealed class RunningWork(GracefulStop stop) : IDisposable
    {
        private GracefulStop? _stop = stop;

        public void Dispose() => Interlocked.Exchange(ref _stop, null)?.EndWork();
    }
}

public static class StoppingRoutes
{
    /// <summary>Answers 503 once the service is stopping: the sender keeps its request and sends it again later.</summary>
    public static RouteHandlerBuilder RefusedWhileStopping(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
        context.HttpContext.RequestServices.GetRequiredService<GracefulStop>().Stopping.IsCancellationRequested
            ? Problem
            : await next(context));

    internal static IResult Problem { get; } = TypedResults.Problem(
        "The service is stopping.", statusCode: StatusCodes.Status503ServiceUnavailable, type: ProblemType.Prefix + "stopping");
}
