using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;
using WisdomWave.Playground.People;
using WisdomWave.Playground;

namespace WisdomWave.Testing.Playground;

/// <summary>Follows one chat through the playground's event stream; reconnects after a restart.</summary>
internal sealed class ChatFollower : IAsyncDisposable
{
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http;
    private readonly long _chatId;
    private readonly long? _botId;
    private readonly CancellationTokenSource _stop;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, Message> _messages = [];
    private readonly Dictionary<long, Draft> _drafts = [];
    private readonly Dictionary<string, CallbackAnswer> _answers = [];
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _following;
    private TaskCompletionSource _changed = NewSignal();

    private ChatFollower(HttpClient http, long chatId, long? botId, CancellationToken cancellationToken)
    {
        (_http, _chatId, _botId) = (http, chatId, botId);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _following = FollowAsync(_stop.Token);
    }

    public static async Task<ChatFollower> StartAsync(HttpClient http, long chatId, long? botId, CancellationToken cancellationToken)
    {
        var follower = new ChatFollower(http, chatId, botId, cancellationToken);
        await follower._connected.Task.WaitAsync(Eventually.Limit, cancellationToken);
        return follower;
    }

    /// <summary>The chat now, and a task that completes with the next change.</summary>
    public ChatView Look()
    {
        lock (_lock)
            return new ChatView([.. _messages.Values], [.. _drafts.Values], new Dictionary<string, CallbackAnswer>(_answers), _changed.Task);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
            {
                // The playground restarts or the test is over: try again or leave the loop.
            }

            await Task.Delay(ReconnectAfter, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync($"api/events?chat={_chatId}", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var events = SseParser.Create(stream, static (_, data) => JsonSerializer.Deserialize<PersonEvent>(data, PlaygroundJson.Options)!);
        await foreach (var item in events.EnumerateAsync(cancellationToken))
        {
            if (item.Data.Type == "hello")
                await CatchUpAsync(cancellationToken);
            else
                Apply(item.Data);
        }
    }

    /// <summary>Reads what was written before the stream began.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var chat = await _http.GetFromJsonAsync<ChatState>(
            $"api/chats/{_chatId}?limit=1000{(_botId is null ? "" : $"&bot={_botId}")}", PlaygroundJson.Options, cancellationToken);
        lock (_lock)
        {
            _messages.Clear();
            foreach (var message in chat!.Messages)
                _messages[message.MessageId] = message;
            _drafts.Clear();
            foreach (var draft in chat.Drafts)
                _drafts[draft.DraftId] = draft;
            Signal();
        }

        _connected.TrySetResult();
    }

    private void Apply(PersonEvent happened)
    {
        // A person's private chats with different bots have the same id.
        if (_botId is not null && happened.BotId is { } bot && bot != _botId)
            return;

        lock (_lock)
        {
            switch (happened)
            {
                case { Type: "message" or "edited", Message: { } message }:
                    _messages[message.MessageId] = message;
                    break;
                case { Type: "deleted", MessageId: { } id }:
                    _messages.Remove(id);
                    break;
                case { Type: "draft", Draft: { } draft }:
                    _drafts[draft.DraftId] = draft;
                    break;
                case { Type: "draft_gone", DraftId: { } id }:
                    _drafts.Remove(id);
                    break;
                case { Type: "callback_answer", CallbackAnswer: { } answer }:
                    _answers[answer.CallbackQueryId] = answer;
                    break;
                default:
                    return;
            }

            Signal();
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>A chat at one moment.</summary>
internal sealed record ChatView(
    IReadOnlyList<Message> Messages,
    IReadOnlyList<Draft> Drafts,
    IReadOnlyDictionary<string, CallbackAnswer> CallbackAnswers,
    Task Changed);
