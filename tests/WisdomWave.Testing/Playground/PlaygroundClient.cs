using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using WisdomWave.Playground;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.People;

namespace WisdomWave.Testing.Playground;

/// <summary>The person's side of a running playground: writing, reading, faults and the ledger.</summary>
public sealed class PlaygroundClient : IAsyncDisposable
{
    /// <summary>The group of every playground: Ann is its creator, Boris a member.</summary>
    public const long FriendsId = -1_001_000_000_001;

    /// <summary>For settings that name a person before the playground runs.</summary>
    public const long AnnId = 501_000_001;

    private const long BorisId = 501_000_002;

    private readonly HttpClient _http;
    private readonly ConcurrentDictionary<(long ChatId, long? BotId), Lazy<Task<ChatFollower>>> _followers = new();
    private readonly CancellationTokenSource _stop = new();

    public PlaygroundClient(Uri address)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        Ann = new PlaygroundPerson(this, AnnId, AnnId, botId: null);
        Boris = new PlaygroundPerson(this, BorisId, BorisId, botId: null);
    }

    /// <summary>Ann in her private chat with the page's bot; English.</summary>
    public PlaygroundPerson Ann { get; }

    /// <summary>Boris in his private chat with the page's bot; English.</summary>
    public PlaygroundPerson Boris { get; }

    /// <summary>
    /// Whether the bot owes this chat nothing: every reply is delivered and reported, as the services know it. Null where a test has no
    /// services to ask; then wait for the text of an answer.
    /// </summary>
    public Func<PlaygroundPerson, CancellationToken, Task<bool>>? HasDelivered { get; set; }

    public async Task<PlaygroundPerson> AddPersonAsync(string firstName, string? languageCode = null, CancellationToken cancellationToken = default)
    {
        var person = await PostAsync<NewPerson, User>("api/people", new() { FirstName = firstName, LanguageCode = languageCode }, cancellationToken);
        return new PlaygroundPerson(this, person.Id, person.Id, botId: null);
    }

    public Task<Chat> AddGroupAsync(NewGroup group, CancellationToken cancellationToken = default) =>
        PostAsync<NewGroup, Chat>("api/chats", group, cancellationToken);

    /// <summary>Turns the group into a supergroup and returns the new chat.</summary>
    public Task<Chat> MigrateAsync(long chatId, CancellationToken cancellationToken = default) =>
        PostAsync<object?, Chat>($"api/chats/{chatId}/migrate", null, cancellationToken);

    /// <summary>Opens a topic; its id is the id of the returned message.</summary>
    public Task<Message> AddTopicAsync(long chatId, string name, CancellationToken cancellationToken = default) =>
        PostAsync<NewTopic, Message>($"api/chats/{chatId}/topics", new() { From = AnnId, Name = name }, cancellationToken);

    public Task SetMemberAsync(long chatId, long userId, string status, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, $"api/chats/{chatId}/members/{userId}", new MemberStatus { Status = status }, cancellationToken);

    public Task ChangeBotAsync(long botId, BotChange change, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, $"api/bots/{botId}", change, cancellationToken);

    /// <summary>Gives the page's bot any JSON object as an update, even a malformed one.</summary>
    public async Task InjectUpdateAsync(JsonObject update, CancellationToken cancellationToken = default)
    {
        using var json = new StringContent(update.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync("api/bots/0/updates", json, cancellationToken);
        await ThrowAsync(response, cancellationToken);
    }

    /// <summary>Gives the page's bot each line as an update, JSON or not; update_id is inserted.</summary>
    public async Task InjectRawUpdatesAsync(IEnumerable<string> updates, CancellationToken cancellationToken = default)
    {
        using var lines = new StringContent(string.Join('\n', updates), Encoding.UTF8, "application/x-ndjson");
        using var response = await _http.PostAsync("api/bots/0/raw-updates", lines, cancellationToken);
        await ThrowAsync(response, cancellationToken);
    }

    public Task<PlaygroundState> StateAsync(CancellationToken cancellationToken = default) => GetAsync<PlaygroundState>("api/state", cancellationToken);

    /// <summary>A chat as it is now, with its newest messages, at most 1,000.</summary>
    public Task<ChatState> ChatAsync(long chatId, CancellationToken cancellationToken = default) => ChatAsync(chatId, botId: null, cancellationToken);

    /// <summary>The private chat with another bot than the page's.</summary>
    public Task<ChatState> ChatAsync(long chatId, long? botId, CancellationToken cancellationToken = default) =>
        GetAsync<ChatState>($"api/chats/{chatId}?limit=1000{(botId is null ? "" : $"&bot={botId}")}", cancellationToken);

    public Task ChangeAsync(Settings settings, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, "api/settings", settings, cancellationToken);

    public Task FailAsync(BotFault fault, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, "faults/bot", fault, cancellationToken);

    public Task FailAsync(ModelFault fault, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, "faults/model", fault, cancellationToken);

    public Task InjectUpdateFaultAsync(UpdateFault fault, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, "faults/updates", fault, cancellationToken);

    public Task ClearFaultsAsync(CancellationToken cancellationToken = default) =>
        SendAsync<object?>(HttpMethod.Delete, "faults", null, cancellationToken);

    /// <summary>Clears only the model faults whose <see cref="ModelFault.Contains"/> is this text, and continues the answers that they hold.</summary>
    public Task ClearFaultsAsync(string contains, CancellationToken cancellationToken = default) =>
        SendAsync<object?>(HttpMethod.Delete, $"faults?contains={Uri.EscapeDataString(contains)}", null, cancellationToken);

    public Task<IReadOnlyList<BotCallRecord>> BotCallsAsync(string? method = null, long? chatId = null, CancellationToken cancellationToken = default) =>
        GetAsync<IReadOnlyList<BotCallRecord>>($"ledger/bot?{(method is null ? "" : $"method={method}")}{(chatId is null ? "" : $"&chat={chatId}")}", cancellationToken);

    public Task<IReadOnlyList<ModelCallRecord>> ModelCallsAsync(string? operation = "chat", CancellationToken cancellationToken = default) =>
        GetAsync<IReadOnlyList<ModelCallRecord>>($"ledger/model{(operation is null ? "" : $"?operation={operation}")}", cancellationToken);

    public Task<CallLogSummary> CallLogSummaryAsync(CancellationToken cancellationToken = default) =>
        GetAsync<CallLogSummary>("ledger/summary", cancellationToken);

    public Task ClearCallLogAsync(CancellationToken cancellationToken = default) =>
        SendAsync<object?>(HttpMethod.Delete, "ledger", null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var follower in _followers.Values.Select(follower => follower.Value).Where(follower => follower.IsCompletedSuccessfully))
            await (await follower).DisposeAsync();
        _http.Dispose();
        _stop.Dispose();
    }

    internal Task<ChatFollower> FollowAsync(long chatId, long? botId) => _followers.GetOrAdd(
        (chatId, botId),
        chat => new Lazy<Task<ChatFollower>>(() => ChatFollower.StartAsync(_http, chat.ChatId, chat.BotId, _stop.Token))).Value;

    internal async Task<TAnswer> PostAsync<TBody, TAnswer>(string path, TBody body, CancellationToken cancellationToken)
    {
        using var response = body is HttpContent content
            ? await _http.PostAsync(path, content, cancellationToken)
            : await _http.PostAsJsonAsync(path, body, PlaygroundJson.Options, cancellationToken);
        await ThrowAsync(response, cancellationToken);
        return (await response.Content.ReadFromJsonAsync<TAnswer>(PlaygroundJson.Options, cancellationToken))!;
    }

    internal async Task<TAnswer> PutAsync<TBody, TAnswer>(string path, TBody body, CancellationToken cancellationToken)
    {
        using var response = await _http.PutAsJsonAsync(path, body, PlaygroundJson.Options, cancellationToken);
        await ThrowAsync(response, cancellationToken);
        return (await response.Content.ReadFromJsonAsync<TAnswer>(PlaygroundJson.Options, cancellationToken))!;
    }

    internal async Task SendAsync<T>(HttpMethod method, string path, T body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body, options: PlaygroundJson.Options),
        };
        using var response = await _http.SendAsync(request, cancellationToken);
        await ThrowAsync(response, cancellationToken);
    }

    internal async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<T>(path, PlaygroundJson.Options, cancellationToken))!;

    private static async Task ThrowAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"The playground answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
