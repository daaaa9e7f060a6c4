using Telegram.Bot;
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

    protected TelegramBotClient NewBot(string token) =>
        new(new TelegramBotClientOptions(token, Playground.Address.ToString().TrimEnd('/')) { RetryThreshold = 0 });
}
