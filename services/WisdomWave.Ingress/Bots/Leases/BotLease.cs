namespace WisdomWave.Ingress.Bots.Leases;

/// <summary>The right to receive one bot's updates. Dispose it when no request for updates is in progress any more.</summary>
internal sealed class BotLease(long botId, Func<BotLease, ValueTask>? release) : IAsyncDisposable
{
    // Never disposed: it has no timer, and Ended may still be used after the lease is released.
#pragma warning disable CA2213
    private readonly CancellationTokenSource _ended = new();
#pragma warning restore CA2213

    public long BotId => botId;

    /// <summary>Cancelled when this process must stop receiving the bot's updates.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Another replica has the bot, or should have it.</summary>
    public void GiveUp() => _ended.Cancel();

    public ValueTask DisposeAsync() => release is null ? ValueTask.CompletedTask : release(this);
}

/// <summary>Decides which process receives a bot's updates.</summary>
internal interface IBotOwnership
{
    /// <summary>Completes when this process may receive the bot's updates.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<BotLease> WaitAsync(long botId, CancellationToken cancellationToken);
}

/// <summary>A single process, or webhooks: every bot is this process's at once and for good.</summary>
internal sealed class UnsharedOwnership : IBotOwnership
{
    public Task<BotLease> WaitAsync(long botId, CancellationToken cancellationToken) => Task.FromResult(new BotLease(botId, release: null));
}
