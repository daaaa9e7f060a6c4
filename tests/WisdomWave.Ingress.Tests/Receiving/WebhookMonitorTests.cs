using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Receiving;
using WisdomWave.Ingress.Telemetry;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Receiving;

public sealed class WebhookMonitorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ADeletedWebhookIsSetAgain()
    {
        await using var bot = await RegisteredBot.StartAsync();
        await bot.Telegram.DeleteWebhook(cancellationToken: Token);
        await bot.PassesUntilAsync(async () => (await bot.Telegram.GetWebhookInfo(Token)).Url == bot.Url);
        Assert.Single(bot.Log.Of(LogLevel.Warning), "bot cannot receive updates from Telegram: the webhook was removed or replaced. Retrying with increasing delays.");
        await Eventually.HoldsAsync(() => bot.Log.Of(LogLevel.Information).Contains("bot is connected to Telegram again."), "the log line");
    }

    [Fact]
    public async Task TelegramsDeliveryErrorIsLogged()
    {
        // Nothing listens at the webhook's address.
        await using var bot = await RegisteredBot.StartAsync();
        await bot.Playground.Ann.SayAsync("Hello", cancellationToken: Token);
        await Eventually.HoldsAsync(async () => (await bot.Telegram.GetWebhookInfo(Token)).LastErrorMessage is not null, "a failed delivery");
        await bot.PassesUntilAsync(() => Task.FromResult(bot.Status.State == BotState.Failing));
        Assert.Single(
            bot.Log.Of(LogLevel.Warning),
            $"bot cannot receive updates from Telegram: delivery to {bot.Url} failed: Connection failed: ConnectionError. Retrying with increasing delays.");
    }

    [Fact]
    public async Task ARejectedTokenIsRetriedWithIncreasingDelays()
    {
        await using var bot = await RegisteredBot.StartAsync(new BotFault { Method = "setWebhook", Status = 401, Times = 3 });
        Assert.Equal(BotState.TokenRejected, bot.Status.State);
        await bot.PassesUntilAsync(() => Task.FromResult(bot.Status.State == BotState.Receiving));
        Assert.Equal([401, 401, 401, 200], (await bot.Playground.Client.BotCallsAsync("setWebhook", cancellationToken: Token)).Select(call => call.Status));
    }

    private sealed class RegisteredBot : IAsyncDisposable
    {
        // The playground dates failures with the real clock.
        private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
        private readonly CancellationTokenSource _stop = new();
        private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        private readonly HttpClient _http = new();

        private RegisteredBot(PlaygroundServer playground)
        {
            var options = new BotOptions { Name = "bot", Token = PlaygroundServer.BotToken, ApiBaseUrl = playground.Address.ToString().TrimEnd('/') };
            var webhook = new Webhook(options, "http://127.0.0.1:9/");
            Playground = playground;
            Url = webhook.Url;
            Telegram = new TelegramBotClient(new TelegramBotClientOptions(options.Token, options.ApiBaseUrl));
            Status = new BotStatus(options, LoggerFactory.Create(logging => logging.AddProvider(Log)).CreateLogger<BotStatus>());
            var api = new TelegramApi(options, _http, new IngressMetrics(_services.GetRequiredService<IMeterFactory>()), _clock);
            var known = new Bot(options, new BotIdentity(options.Id, "wisdomwave_bot"), api, new SendPacer(new DeliveryOptions(), _clock));
            var name = new UsernameWatcher(known, _clock, NullLogger<UsernameWatcher>.Instance);
            Ended = new WebhookMonitor(api, webhook, name, Status, _clock).KeepRegisteredAsync(_stop.Token);
        }

        public PlaygroundServer Playground { get; }

        public string Url { get; }

        public TelegramBotClient Telegram { get; }

        public BotStatus Status { get; }

        public LogLines Log { get; } = new();

        public Task Ended { get; }

        public static async Task<RegisteredBot> StartAsync(BotFault? fault = null)
        {
            var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
            if (fault is not null)
                await playground.Client.FailAsync(fault, Token);
            var bot = new RegisteredBot(playground);
            await Eventually.HoldsAsync(() => bot.Status.State is BotState.Receiving or BotState.TokenRejected, "the first registration attempt");
            return bot;
        }

        /// <summary>Advances the clock by 30 s, then second by second until the condition holds.</summary>
        public Task PassesUntilAsync(Func<Task<bool>> holds)
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            return Eventually.HoldsAsync(async () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return await holds();
            }, "the condition");
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Playground.DisposeAsync();
            await _services.DisposeAsync();
            _http.Dispose();
            _stop.Dispose();
        }
    }
}
