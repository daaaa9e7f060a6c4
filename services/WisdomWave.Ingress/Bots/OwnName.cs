using System.Threading.Channels;
using Telegram.Bot.Requests;
using WisdomWave.Ingress.Receiving;

namespace WisdomWave.Ingress.Bots;

/// <summary>
/// Keeps up with the bot's username, which its owner may change at any time: asks for it now and then, after an outage, and when a
/// message mentions a bot that is not known. Such a message is read again when the name has changed.
/// </summary>
internal sealed partial class OwnName(Bot bot, TimeProvider time, ILogger<OwnName> logger)
{
    private const int MostDoubtful = 64;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Groups may speak of other bots all the time.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMinutes(1);

    private readonly Channel<RawUpdate?> _doubts = Channel.CreateBounded<RawUpdate?>(
        new BoundedChannelOptions(MostDoubtful) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>The name may have changed.</summary>
    /// <param name="update">What may have been meant for the bot under its new name; null for nothing.</param>
    /// <remarks>It is copied, so that it does not keep the whole batch that it came in.</remarks>
    public void Doubt(RawUpdate? update) => _doubts.Writer.TryWrite(update is { } doubtful ? doubtful with { Json = doubtful.Json.ToArray() } : null);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="again">Takes an update again, that was not understood under the old name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<RawUpdate, Task> again, CancellationToken cancellationToken)
    {
        for (long? asked = null; ; asked = time.GetTimestamp())
        {
            await UntilDoubtfulAsync(cancellationToken);
            if (asked is { } before && LeastPause - time.GetElapsedTime(before) is { Ticks: > 0 } rest)
                await Task.Delay(rest, time, cancellationToken);
            var hasChanged = await HasChangedAsync(cancellationToken);
            for (var left = MostDoubtful; left > 0 && _doubts.Reader.TryRead(out var update); left--)
            {
                if (hasChanged && update is { } doubtful)
                    await again(doubtful);
            }
        }
    }

    private async Task UntilDoubtfulAsync(CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_doubts.Reader.WaitToReadAsync(done.Token).AsTask(), Task.Delay(Interval, time, done.Token));
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<bool> HasChangedAsync(CancellationToken cancellationToken)
    {
        var (me, failure) = await bot.Api.SendAsync(new GetMeRequest(), cancellationToken);
        // Polling says what is wrong; the name is asked for again after that.
        if (failure is not null || me!.Username is not { Length: > 0 } username || username == bot.Identity.Username)
            return false;
        LogRenamed(bot.Options.Name, bot.Identity.Username, username);
        bot.Rename(username);
        return true;
    }

    [LoggerMessage(LogLevel.Information, "{Bot} was @{Before} and is @{Username} now.")]
    private partial void LogRenamed(string bot, string before, string username);
}
