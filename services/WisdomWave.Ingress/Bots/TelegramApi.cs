using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Requests;
using WisdomWave.Ingress.Telemetry;

namespace WisdomWave.Ingress.Bots;

/// <summary>Requests of one bot: bounded in time, counted, with failures as values. Never waits by itself and never repeats.</summary>
internal sealed class TelegramApi
{
    public const string HttpClientName = "telegram";

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly TelegramBotClient _client;
    private readonly IngressMetrics _metrics;

    public TelegramApi(BotOptions bot, HttpClient http, IngressMetrics metrics)
    {
        // The library would sleep inside a call when Telegram asks to wait; when to try again is decided per chat, outside.
        _client = new TelegramBotClient(new TelegramBotClientOptions(bot.Token, bot.ApiBaseUrl) { RetryThreshold = 0, RetryCount = 0 }, http);
        _metrics = metrics;
    }

    public Task<TelegramReply<T>> SendAsync<T>(RequestBase<T> request, CancellationToken cancellationToken) =>
        SendAsync(request, RequestTimeout, cancellationToken);

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<TelegramReply<T>> SendAsync<T>(RequestBase<T> request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout);
        try
        {
            var value = await _client.SendRequest(request, patience.Token);
            _metrics.TelegramAnswered(request.MethodName, failure: null);
            return new(value, null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is RequestException or OperationCanceledException)
        {
            var failure = TelegramFailure.From(exception);
            _metrics.TelegramAnswered(request.MethodName, failure.Kind);
            return new(default, failure);
        }
    }
}
