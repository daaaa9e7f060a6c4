using Telegram.Bot;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Playground.Tests;

/// <summary>A playground and a bot of the real library for each test.</summary>
public abstract class PlaygroundTest : IAsyncLifetime
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected PlaygroundServer Playground { get; private set; } = null!;

    /// <summary>Does not wait out flood limits by itself.</summary>
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
