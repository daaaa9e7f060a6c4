using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Receiving;
using WisdomWave.Ingress.Telemetry;

namespace WisdomWave.Ingress.Bots;

/// <summary>Requests of one bot: bounded in time, counted, with failures as values. Never waits by itself and never repeats.</summary>
internal sealed class TelegramApi
{
    public const string HttpClientName = "telegram";

    // No method of the Bot API, but counted as if it were one.
    private const string FileMethod = "file";

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly TelegramBotClientOptions _options;
    private readonly HttpClient _http;
    private readonly TelegramBotClient _client;
    private readonly IngressMetrics _metrics;

    public TelegramApi(BotOptions bot, HttpClient http, IngressMetrics metrics, TimeProvider time)
    {
        Clock = new TelegramClock(time);
        // The library would sleep inside a call when Telegram asks to wait; when to try again is decided per chat, outside.
        // It would also drop the path of an address, which the client adds.
        var server = bot.ApiBaseUrl is null ? null : new Uri(bot.ApiBaseUrl).GetLeftPart(UriPartial.Authority);
        _options = new TelegramBotClientOptions(bot.Token, server) { RetryThreshold = 0, RetryCount = 0 };
        _http = http;
        _client = new TelegramBotClient(_options, http);
        _metrics = metrics;
        _client.OnApiResponseReceived += (_, answer, _) =>
        {
            Clock.Note(answer.ResponseMessage.Headers.Date);
            return ValueTask.CompletedTask;
        };
    }

    public TelegramClock Clock { get; }

    /// <summary>A Bot API server of one's own, which may have no limit for files.</summary>
    public bool IsOwnServer => _options.LocalBotServer;

    /// <summary>The ids of the messages that it has sent and that others have noted.</summary>
    public MessageNumbers Numbers { get; } = new();

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
            // A keyboard is also edited to find out whose message it is.
            if (value is Message message && request is not EditMessageReplyMarkupRequest)
                Numbers.Note(message.Chat.Id, message.Id);
            return new(value, null);
        }
        catch (Exception exception) when (exception is RequestException or OperationCanceledException)
        {
            // The library may find another name for it.
            cancellationToken.ThrowIfCancellationRequested();
            var failure = TelegramFailure.From(exception);
            _metrics.TelegramAnswered(request.MethodName, failure.Kind);
            return new(default, failure);
        }
    }

    /// <summary>getUpdates without the library, which refuses a whole batch for the sake of one update that it cannot read.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<TelegramReply<RawUpdates>> FetchAsync(GetRawUpdatesRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout);
        TelegramFailure failure;
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, $"{_options.BaseRequestUrl}/{request.MethodName}") { Content = request.ToHttpContent() };
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            Clock.Note(response.Headers.Date);
            var body = await response.Content.ReadAsByteArrayAsync(patience.Token);
            try
            {
                if (RawUpdates.TryRead(body) is { } updates)
                {
                    _metrics.TelegramAnswered(request.MethodName, failure: null);
                    return new(updates, null);
                }

                using var answer = JsonDocument.Parse(body);
                failure = TelegramFailure.Of(answer.RootElement);
            }
            catch (JsonException)
            {
                failure = TelegramFailure.Unreadable((int)response.StatusCode);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            failure = TelegramFailure.From(exception);
        }

        _metrics.TelegramAnswered(request.MethodName, failure.Kind);
        return new(null, failure);
    }

    /// <summary>Opens a file that getFile has named, to be read while it comes.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<TelegramReply<Stream>> OpenFileAsync(string path, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(RequestTimeout);
        TelegramFailure? failure;
        try
        {
            var response = await _http.GetAsync($"{_options.BaseFileUrl}/{path}", HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (response.IsSuccessStatusCode)
            {
                _metrics.TelegramAnswered(FileMethod, failure: null);
                // Closing the content closes the response.
                return new(await response.Content.ReadAsStreamAsync(cancellationToken), null);
            }

            using (response)
                failure = TelegramFailure.OfDownload(response);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is HttpRequestException or IOException or OperationCanceledException)
        {
            failure = new(TelegramFailureKind.Unavailable, exception.GetType().Name);
        }

        _metrics.TelegramAnswered(FileMethod, failure.Kind);
        return new(null, failure);
    }
}
