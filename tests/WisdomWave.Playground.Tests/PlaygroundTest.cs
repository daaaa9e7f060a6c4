using Telegram.Bot;
using Telegram.Bot.Types;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Playground.Tests;

/// <summary>Starts a playground, and a client of Telegram.Bot, for each test.</summary>
public abstract class PlaygroundTest : IAsyncLifetime
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected PlaygroundServer Playground { get; private set; } = null!;

    /// <summary>It does not retry after a flood limit.</summary>
    protected TelegramBotClient Bot { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Playground = await PlaygroundServer.StartAsync(cancellationToken: Cancellation);
        Bot = NewBot(PlaygroundServer.BotToken);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Playground.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected TelegramBotClient NewBot(string token, PlaygroundServer? playground = null) =>
        new(new TelegramBotClientOptions(token, (playground ?? Playground).Address.ToString().TrimEnd('/')) { RetryThreshold = 0 });

    /// <summary>Waits until the bot has this many updates. A single long poll could end before a slow machine has delivered them.</summary>
    protected Task<Update[]> UpdatesAsync(int count = 1, int? offset = null) => Eventually.GetAsync<Update[]>(
        async () => await Bot.GetUpdates(offset, timeout: 5, cancellationToken: Cancellation) is { } updates && updates.Length >= count ? updates : null,
        $"the bot has {count} updates");
}
