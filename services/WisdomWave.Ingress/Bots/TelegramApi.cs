using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Receiving;
using WisdomWave.Ingress.Telemetry;

namespace WisdomWave.Ingress.Bots;

/// <summary>Sends one bot's requests to Telegram, with a time limit and metrics. Returns failures as values; never waits or retries.</summary>
internal sealed class TelegramApi
{
    public const string HttpClientName = "telegram";

    // Not a Bot API method, but counted like one.
    private const string FileMethod = "file";

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly string _name;
    private readonly TelegramBotClientOptions _options;
    private readonly HttpClient _http;
    private readonly TelegramBotClient _client;
    private readonly IngressMetrics _metrics;

    public TelegramApi(BotOptions bot, HttpClient http, IngressMetrics metrics, TimeProvider time)
    {
        _name = bot.Name;
        Clock = new TelegramClock(time);
        // By default the library sleeps inside a call when Telegram asks to wait; here the retry is scheduled per chat instead.
        // It also drops the path of the base URL, which BasePathHandler restores.
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

    /// <summary>True for a self-hosted Bot API server, which may have no file size limit.</summary>
    public bool IsOwnServer => _options.LocalBotServer;

    /// <summary>The message ids seen by this bot.</summary>
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
            _metrics.TelegramAnswered(_name, request.MethodName, failure: null);
            // LostMessageSearch edits keyboards to find out whose message has an id, so the result says nothing about the chat's newest id.
            if (value is Message message && request is not EditMessageReplyMarkupRequest)
                Numbers.Note(message.Chat.Id, message.Id);
            return new(value, null);
        }
        catch (Exception exception) when (exception is RequestException or OperationCanceledException)
        {
            // The library may wrap the cancellation in another exception.
            cancellationToken.ThrowIfCancellationRequested();
            var failure = TelegramFailure.From(exception);
            _metrics.TelegramAnswered(_name, request.MethodName, failure);
            return new(default, failure);
        }
    }

    /// <summary>Calls getUpdates without the library, which rejects a whole batch when it cannot parse one update.</summary>
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
                    _metrics.TelegramAnswered(_name, request.MethodName, failure: null);
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

        _metrics.TelegramAnswered(_name, request.MethodName, failure);
        return new(null, failure);
    }

    /// <summary>Opens a file path returned by getFile as a stream.</summary>
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
                _metrics.TelegramAnswered(_name, FileMethod, failure: null);
                // Disposing the stream disposes the response.
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

        _metrics.TelegramAnswered(_name, FileMethod, failure);
        return new(null, failure);
    }
}

/// <summary>Telegram's response: a value or a failure.</summary>
internal readonly record struct TelegramReply<T>(T? Value, TelegramFailure? Failure);
