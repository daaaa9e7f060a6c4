using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WisdomWave.ServiceDefaults.Stopping;

/// <summary>
/// The time between the wish to stop and the end: nothing new is taken, what is under way gets <see cref="StopOptions.Patience"/>,
/// then it is cut. The service listens all the while, for the reports of others that come to their ends.
/// </summary>
public sealed class GracefulStop : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _wished = new();
    private readonly CancellationTokenSource _cut = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly CancellationTokenRegistration _wishing;
    private int _underWay;
    private bool _isWished;

    public GracefulStop(IOptions<StopOptions> options, IHostApplicationLifetime lifetime, TimeProvider? time = null)
    {
        _patience = options.Value.Patience;
        _time = time ?? TimeProvider.System;

        // A signal cancels this one first, whoever asks the host to stop by other means that one.
        _wishing = lifetime.ApplicationStopping.Register(Wish);
    }

    /// <summary>Cancelled when the service is to stop: nothing new is to be begun.</summary>
    public CancellationToken Wished => _wished.Token;

    /// <summary>Cancelled when whatever still runs is to end at once.</summary>
    public CancellationToken Cut => _cut.Token;

    /// <summary>Something that is worth waiting for; to be disposed at its end.</summary>
    /// <returns>Null when the service is to stop.</returns>
    public IDisposable? TryBegin()
    {
        lock (_gate)
        {
            if (_isWished)
                return null;

            _underWay++;
            return new UnderWay(this);
        }
    }

    /// <summary>Before the first hosted service, and so before the server, is stopped.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Wish();

        // Whoever asks a second time does not want to wait.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Hurry);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hurry);
        if (!_idle.Task.IsCompleted)
        {
            await _idle.Task.WaitAsync(_patience, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // What has just come to its end is still on its way to those who follow it.
            if (_idle.Task.IsCompleted)
                await Task.Delay(LastWords, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _cut.CancelAsync();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _wishing.Dispose();
        _wished.Dispose();
        _cut.Dispose();
    }

    private void Wish()
    {
        lock (_gate)
        {
            _isWished = true;
            if (_underWay == 0)
                _idle.TrySetResult();
        }

        _wished.Cancel();
    }

    private void Hurry(PosixSignalContext context)
    {
        context.Cancel = true;
        _idle.TrySetResult();
    }

    private void End()
    {
        lock (_gate)
        {
            _underWay--;
            if (_underWay == 0 && _isWished)
                _idle.TrySetResult();
        }
    }

    private sealed class UnderWay(GracefulStop stop) : IDisposable
    {
        private GracefulStop? _stop = stop;

        public void Dispose() => Interlocked.Exchange(ref _stop, null)?.End();
    }
}
