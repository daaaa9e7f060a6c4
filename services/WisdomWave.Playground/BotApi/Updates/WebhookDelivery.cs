using System.Net.Http.Headers;

namespace WisdomWave.Playground.BotApi.Updates;

/// <summary>Posts a bot's updates to its webhook until each was answered with 2xx; waits grow as Telegram's do.</summary>
internal sealed class WebhookDelivery : IAsyncDisposable
{
    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly UpdateQueue _updates;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop;
    private readonly SemaphoreSlim _connections;
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
        var deliveries = new HashSet<Task>();
        var last = 0;
        try
        {
            while (true)
            {
                var update = await _updates.NextAsync(last, cancellationToken);
                last = update.Id;
                await _connections.WaitAsync(cancellationToken);
                deliveries.RemoveWhere(delivery => delivery.IsCompleted);
                deliveries.Add(DeliverAsync(update, cancellationToken));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(deliveries).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DeliverAsync(PendingUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            for (var wait = TimeSpan.FromMilliseconds(250); !await TryPostAsync(update, cancellationToken); wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
                await Task.Delay(wait, _time, cancellationToken);
            _updates.Remove(update);
        }
        finally
        {
            _connections.Release();
        }
    }

    private async Task<bool> TryPostAsync(PendingUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new ReadOnlyMemoryContent(update.Json) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (Secret is not null)
                request.Headers.Add(SecretHeader, Secret);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode)
                return true;
            _lastFailure = new WebhookFailure(_time.GetUtcNow(), $"Wrong response from the webhook: {(int)response.StatusCode} {response.ReasonPhrase}");
        }
        catch (HttpRequestException exception)
        {
            _lastFailure = new WebhookFailure(_time.GetUtcNow(), $"Connection failed: {exception.HttpRequestError}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _lastFailure = new WebhookFailure(_time.GetUtcNow(), "Read timeout expired");
        }

        return false;
    }
}
