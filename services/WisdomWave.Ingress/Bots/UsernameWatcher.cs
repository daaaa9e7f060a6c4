using System.Threading.Channels;
using Telegram.Bot.Requests;
using WisdomWave.Ingress.Receiving;

namespace WisdomWave.Ingress.Bots;

/// <summary>
/// Keeps the bot's username up to date; its owner may change it at any time. Asks Telegram every ten minutes, after an outage, and when
/// a message mentions an unknown bot. Such messages are processed again if the name has changed.
/// </summary>
internal sealed partial class UsernameWatcher(Bot bot, TimeProvider time, ILogger<UsernameWatcher> logger)
{
    private const int MostPending = 64;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Limits the requests in groups that keep mentioning other bots.</summary>
    private static readonly TimeSpan MinInterval = TimeSpan.FromMinutes(1);

    private readonly Channel<RawUpdate?> _requests = Channel.CreateBounded<RawUpdate?>(
        new BoundedChannelOptions(MostPending) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Requests a check of the username.</summary>
    /// <param name="update">An update to process again if the name has changed; null for none.</param>
    /// <remarks>The JSON is copied so that it does not keep the whole batch in memory.</remarks>
    public void RequestCheck(RawUpdate? update) => _requests.Writer.TryWrite(update is { } pending ? pending with { Json = pending.Json.ToArray() } : null);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="again">Processes an update under the new name.</param>
    public async Task WatchAsync(Func<RawUpdate, Task> again, CancellationToken cancellationToken)
    {
        for (long? asked = null; ; asked = time.GetTimestamp())
        {
            await UntilRequestedAsync(cancellationToken);
            if (asked is { } before && MinInterval - time.GetElapsedTime(before) is { Ticks: > 0 } rest)
                await Task.Delay(rest, time, cancellationToken);
            var hasChanged = await HasChangedAsync(cancellationToken);
            for (var left = MostPending; left > 0 && _requests.Reader.TryRead(out var update); left--)
            {
                if (hasChanged && update is { } pending)
                    await again(pending);
            }
        }
    }

    private async Task UntilRequestedAsync(CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_requests.Reader.WaitToReadAsync(done.Token).AsTask(), Task.Delay(Interval, time, done.Token));
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<bool> HasChangedAsync(CancellationToken cancellationToken)
    {
        var (me, failure) = await bot.Api.SendAsync(new GetMeRequest(), cancellationToken);
        // The update loop reports the failure; after it recovers, the name is checked again.
        if (failure is not null || me!.Username is not { Length: > 0 } username || username == bot.Identity.Username)
            return false;
        LogRenamed(bot.Options.Name, bot.Identity.Username, username);
        bot.Rename(username);
        return true;
    }

    [LoggerMessage(LogLevel.Information, "{Bot} was renamed from @{Before} to @{Username}.")]
    private partial void LogRenamed(string bot, string before, string username);
}
