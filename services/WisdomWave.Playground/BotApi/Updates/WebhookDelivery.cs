using System.Net.Http.Headers;
using System.Text.Json;

namespace WisdomWave.Playground.BotApi.Updates;

/// <summary>
/// Posts a bot's updates to its webhook until each is answered with 2xx. Like Telegram's server (telegram-bot-api, WebhookActor), it
/// delivers the updates of one chat in order and those of different chats in parallel. The pauses between attempts grow, unless
/// Retry-After sets one.
/// </summary>
internal sealed class WebhookDelivery : IAsyncDisposable
{
    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly UpdateQueue _updates;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop;
    private readonly SemaphoreSlim _connections;
    private readonly Dictionary<long, Task> _lastOfChat = [];
    private readonly Task _pump;
    private volatile WebhookFailure? _lastFailure;

    public WebhookDelivery(Uri url, string? secret, int maxConnections, UpdateQueue updates, HttpClient http, TimeProvider time, CancellationToken stopping)
    {
        (Url, Secret, MaxConnections, _updates, _http, _time) = (url, secret, maxConnections, updates, http, time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _connections = new SemaphoreSlim(maxConnections);
        _pump = PumpAsync(_stop.Token);
    }

    public Uri Url { get; }

    public string? Secret { get; }

    public int MaxConnections { get; }

    public WebhookFailure? LastFailure => _lastFailure;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pump;
        _stop.Dispose();
        _connections.Dispose();
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        var last = 0;
        try
        {
            while (true)
            {
                var update = await _updates.NextAsync(last, cancellationToken);
                last = update.Id;
                var chat = ChatOf(update) ?? -update.Id;
                _lastOfChat[chat] = DeliverAsync(update, _lastOfChat.GetValueOrDefault(chat, Task.CompletedTask), cancellationToken);
                foreach (var (done, _) in _lastOfChat.Where(one => one.Value.IsCompleted))
                    _lastOfChat.Remove(done);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(_lastOfChat.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DeliverAsync(PendingUpdate update, Task previous, CancellationToken cancellationToken)
    {
        await previous;
        var wait = FirstWait;
        while (true)
        {
            Answer answer;
            await _connections.WaitAsync(cancellationToken);
            try
            {
                answer = await PostAsync(update, cancellationToken);
            }
            finally
            {
                _connections.Release();
            }

            if (answer.IsAccepted)
                break;
            await Task.Delay(answer.RetryAfter ?? wait, _time, cancellationToken);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }

        _updates.Remove(update);
    }

    private async Task<Answer> PostAsync(PendingUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new ReadOnlyMemoryContent(update.Json) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (Secret is not null)
                request.Headers.Add(SecretHeader, Secret);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode)
                return new(IsAccepted: true);
            _lastFailure = new WebhookFailure(_time.GetUtcNow(), $"Wrong response from the webhook: {(int)response.StatusCode} {response.ReasonPhrase}");
            return new(IsAccepted: false, response.Headers.RetryAfter?.Delta);
        }
        catch (HttpRequestException exception)
        {
            _lastFailure = new WebhookFailure(_time.GetUtcNow(), $"Connection failed: {exception.HttpRequestError}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _lastFailure = new WebhookFailure(_time.GetUtcNow(), "Read timeout expired");
        }

        return new(IsAccepted: false);
    }

    /// <summary>Returns the chat of a message; null for other updates, such as button presses, which have no order.</summary>
    private static long? ChatOf(PendingUpdate update)
    {
        try
        {
            using var json = JsonDocument.Parse(update.Json, new JsonDocumentOptions { MaxDepth = int.MaxValue });
            foreach (var content in json.RootElement.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Object))
            {
                if (content.Value.TryGetProperty("chat", out var chat) && chat.ValueKind == JsonValueKind.Object
                    && chat.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number))
                    return number;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A test has injected an invalid update.
        }

        return null;
    }

    private readonly record struct Answer(bool IsAccepted, TimeSpan? RetryAfter = null);
}

/// <summary>The last failed delivery, with Telegram's wording of the reason.</summary>
internal sealed record WebhookFailure(DateTimeOffset At, string Message);

/// <summary>The HTTP client that all webhooks share.</summary>
internal sealed class WebhookClient : IDisposable
{
    // No proxy, because webhooks go to ingress on this machine.
    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

    public void Dispose() => Client.Dispose();
}
