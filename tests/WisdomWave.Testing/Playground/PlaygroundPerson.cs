using System.Globalization;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;
using WisdomWave.Playground.People;

namespace WisdomWave.Testing.Playground;

/// <summary>A person in one chat. <see cref="In"/> gives the same person in another chat.</summary>
public sealed class PlaygroundPerson
{
    private readonly PlaygroundClient _client;
    private readonly long? _botId;
    private int _lastSaid;

    internal PlaygroundPerson(PlaygroundClient client, long id, long chatId, long? botId) => (_client, Id, ChatId, _botId) = (client, id, chatId, botId);

    public long Id { get; }

    public long ChatId { get; }

    /// <summary>The bot of the private chat; null for the page's, and in groups.</summary>
    public long? BotId => _botId;

    /// <summary>The same person in a group.</summary>
    public PlaygroundPerson In(long chatId) => new(_client, Id, chatId, botId: null);

    /// <summary>The same person in the private chat with another bot.</summary>
    public PlaygroundPerson With(long botId) => new(_client, Id, Id, botId);

    /// <summary>Writes a message. A text over Telegram's limit is sent as several messages; the last one is returned.</summary>
    public async Task<Message> SayAsync(string text, int? replyTo = null, int? threadId = null, CancellationToken cancellationToken = default) =>
        await SayAsync(new SaidMessage { From = Id, Text = text, ReplyTo = replyTo, MessageThreadId = threadId }, cancellationToken);

    public async Task<Message> SayAsync(SaidMessage said, CancellationToken cancellationToken = default)
    {
        await _client.FollowAsync(ChatId, _botId);
        return await WriteAsync(said, cancellationToken);
    }

    /// <summary>Like SayAsync, without following the chat: for crowds, whose chats are read afterwards.</summary>
    public Task<Message> WriteAsync(string text, CancellationToken cancellationToken = default) =>
        WriteAsync(new SaidMessage { From = Id, Text = text }, cancellationToken);

    private async Task<Message> WriteAsync(SaidMessage said, CancellationToken cancellationToken)
    {
        var messages = await _client.PostAsync<SaidMessage, IReadOnlyList<Message>>(Path("messages"), said, cancellationToken);
        _lastSaid = messages[^1].MessageId;
        return messages[^1];
    }

    /// <summary>Sends a file as a <c>document</c>, <c>photo</c>, <c>voice</c> or <c>audio</c>.</summary>
    public Task<Message> SendFileAsync(
        string name, string contentType, ReadOnlyMemory<byte> bytes, string kind = "document", string? caption = null, CancellationToken cancellationToken = default) =>
        SendFileAsync(new SentFile(name, contentType, bytes) { Kind = kind, Caption = caption }, cancellationToken);

    public async Task<Message> SendFileAsync(SentFile file, CancellationToken cancellationToken = default)
    {
        await _client.FollowAsync(ChatId, _botId);
        using var content = new ReadOnlyMemoryContent(file.Bytes);
        content.Headers.ContentType = new(file.ContentType);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Id.ToString(CultureInfo.InvariantCulture)), "from" },
            { new StringContent(file.Kind), "kind" },
            { new StringContent(file.Caption ?? ""), "caption" },
            { new StringContent($"{file.ReplyTo}"), "reply_to" },
            { new StringContent($"{file.ThreadId}"), "message_thread_id" },
            { new StringContent(file.AlbumId ?? ""), "media_group_id" },
            { content, "file", file.Name },
        };
        var message = await _client.PostAsync<HttpContent, Message>(Path("files"), form, cancellationToken);
        _lastSaid = message.MessageId;
        return message;
    }

    /// <summary>Sends a picture as a photo, not as a file.</summary>
    public Task<Message> SendPhotoAsync(
        ReadOnlyMemory<byte> jpeg, string? caption = null, int? replyTo = null, CancellationToken cancellationToken = default) =>
        SendFileAsync(new SentFile("photo.jpg", "image/jpeg", jpeg) { Kind = "photo", Caption = caption, ReplyTo = replyTo }, cancellationToken);

    /// <summary>Sends a voice message, as Telegram's clients record it.</summary>
    public Task<Message> SendVoiceAsync(ReadOnlyMemory<byte> ogg, int? replyTo = null, CancellationToken cancellationToken = default) =>
        SendFileAsync(new SentFile("voice.oga", "audio/ogg", ogg) { Kind = "voice", ReplyTo = replyTo }, cancellationToken);

    public Task<Message> SendDocumentAsync(
        string name, string contentType, ReadOnlyMemory<byte> bytes, string? caption = null, int? replyTo = null, CancellationToken cancellationToken = default) =>
        SendFileAsync(new SentFile(name, contentType, bytes) { Caption = caption, ReplyTo = replyTo }, cancellationToken);

    /// <summary>Sends several pictures at once, with the caption under the first. Telegram's clients send each as a separate message.</summary>
    public async Task<IReadOnlyList<Message>> SendAlbumAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> jpegs, string? caption = null, CancellationToken cancellationToken = default)
    {
        var album = Random.Shared.NextInt64(10_000_000_000, long.MaxValue).ToString(CultureInfo.InvariantCulture);
        var sent = new List<Message>();
        foreach (var jpeg in jpegs)
        {
            var photo = new SentFile("photo.jpg", "image/jpeg", jpeg) { Kind = "photo", Caption = sent.Count == 0 ? caption : null, AlbumId = album };
            sent.Add(await SendFileAsync(photo, cancellationToken));
        }

        return sent;
    }

    /// <summary>Forwards a message of this chat, or of another chat of this person, to this chat.</summary>
    /// <param name="message">The original.</param>
    /// <param name="hidden">The author's privacy settings hide their account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Message> ForwardAsync(Message message, bool hidden = false, CancellationToken cancellationToken = default)
    {
        await _client.FollowAsync(ChatId, _botId);
        var forwarded = await _client.PostAsync<ForwardedMessage, Message>(
            Path("forwards"), new() { From = Id, MessageId = message.MessageId, FromChatId = message.Chat.Id, Hidden = hidden }, cancellationToken);
        _lastSaid = forwarded.MessageId;
        return forwarded;
    }

    /// <summary>The command menu that the person sees in this chat.</summary>
    public Task<BotCommand[]> CommandsAsync(CancellationToken cancellationToken = default) =>
        _client.GetAsync<BotCommand[]>($"{Path("commands")}{(_botId is null ? "?" : "&")}person={Id}", cancellationToken);

    /// <param name="messageId">A message of this person.</param>
    /// <param name="text">Null for an edit that changes nothing visible.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Message> EditAsync(int messageId, string? text, CancellationToken cancellationToken = default) =>
        _client.PutAsync<EditedText, Message>(Path($"messages/{messageId}"), new() { From = Id, Text = text }, cancellationToken);

    public Task DeleteAsync(int messageId, CancellationToken cancellationToken = default) =>
        _client.SendAsync<object?>(HttpMethod.Delete, Path($"messages/{messageId}"), null, cancellationToken);

    public Task BlockBotAsync(bool blocked = true, CancellationToken cancellationToken = default) =>
        _client.SendAsync(HttpMethod.Post, Path("block"), new Blocking { From = Id, Blocked = blocked }, cancellationToken);

    public Task StopDraftAsync(long draftId, CancellationToken cancellationToken = default) =>
        _client.SendAsync<object?>(HttpMethod.Post, Path($"drafts/{draftId}/stop"), null, cancellationToken);

    /// <summary>Presses the button with this callback data and waits for the bot's answer to the press.</summary>
    public async Task<CallbackAnswer> PressAsync(Message message, string data, CancellationToken cancellationToken = default)
    {
        var follower = await _client.FollowAsync(ChatId, _botId);
        var pressed = await _client.PostAsync<PressedButton, PressedCallback>(
            Path("callbacks"), new() { From = Id, MessageId = message.MessageId, Data = data }, cancellationToken);
        return await WaitAsync(
            follower, view => view.CallbackAnswers.GetValueOrDefault(pressed.CallbackQueryId), $"an answer to the button {data}", cancellationToken);
    }

    /// <summary>The bot's answer to the last message when it is complete; if it has several messages, the last one.</summary>
    /// <inheritdoc cref="ReadAnswersAsync"/>
    public async Task<Message> ReadAnswerAsync(CancellationToken cancellationToken = default) => (await ReadAnswersAsync(cancellationToken))[^1];

    /// <summary>All messages of the bot's answer to the last message, in order, when it is complete.</summary>
    /// <remarks>
    /// Every message of the bot in a chat belongs to a turn, which counts as delivered only after its last edit. So what the chat shows
    /// after <see cref="PlaygroundClient.HasDelivered"/> does not change any more.
    /// </remarks>
    public async Task<IReadOnlyList<Message>> ReadAnswersAsync(CancellationToken cancellationToken = default)
    {
        var hasDelivered = _client.HasDelivered ?? throw new InvalidOperationException("This test has no services to ask: wait for a text instead.");
        IReadOnlyList<Message> answers = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                if ((answers = Answers(await ReadAllAsync())).Count == 0 || !await hasDelivered(this, cancellationToken))
                    return false;
                answers = Answers(await ReadAllAsync());
                return answers.Count > 0;
            },
            () => $"chat {ChatId} shows a complete answer; {Seen(answers)}");
        return answers;
    }

    /// <summary>The first matching message of the bot after the person's last message, as soon as there is one.</summary>
    public async Task<Message> ReadAnswerAsync(Func<Message, bool> fits, CancellationToken cancellationToken = default) =>
        await WaitAsync(await _client.FollowAsync(ChatId, _botId), view => Answers(view.Messages).FirstOrDefault(fits), "an answer that fits", cancellationToken);

    /// <summary>The newest matching draft, as soon as there is one.</summary>
    public async Task<Draft> ReadDraftAsync(Func<Draft, bool> fits, CancellationToken cancellationToken = default) =>
        await WaitAsync(await _client.FollowAsync(ChatId, _botId), view => view.Drafts.LastOrDefault(fits), "a draft that fits", cancellationToken);

    /// <summary>All messages of the chat, oldest first, at most 1,000. Asks the playground, because the event stream may lag behind.</summary>
    public async Task<IReadOnlyList<Message>> ReadAllAsync() => (await _client.ChatAsync(ChatId, _botId)).Messages;

    private IReadOnlyList<Message> Answers(IEnumerable<Message> messages) =>
        [.. messages.Where(message => message.MessageId > _lastSaid && message.From?.IsBot == true
            && (message.ReplyToMessage?.From is not { } asked || asked.Id == Id || asked.IsBot))];

    private async Task<T> WaitAsync<T>(ChatFollower follower, Func<ChatView, T?> find, string what, CancellationToken cancellationToken)
        where T : class
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(Eventually.Limit);
        while (true)
        {
            var view = follower.Look();
            if (find(view) is { } found)
                return found;
            try
            {
                await view.Changed.WaitAsync(giveUp.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw Late(what, Answers(view.Messages));
            }
        }
    }

    private TimeoutException Late(string what, IReadOnlyList<Message> seen) =>
        new($"Chat {ChatId} did not show {what} within {Eventually.Limit.TotalSeconds:0} s; {Seen(seen)}.");

    private string Seen(IReadOnlyList<Message> messages) => $"seen after message {_lastSaid}: "
        + (messages.Count == 0 ? "nothing" : string.Join(" | ", messages.Select(message => message.Text ?? message.Caption ?? "(no text)")));

    private string Path(string rest) => $"api/chats/{ChatId}/{rest}{(_botId is null ? "" : $"?bot={_botId}")}";
}
