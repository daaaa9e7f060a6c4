using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// The messages of one reply in its chat: sends, edits and deletes them, works around rejected requests, and finds messages whose send
/// was not confirmed.
/// </summary>
internal sealed partial class ReplyMessages
{
    private static readonly TimeSpan UploadTimeout = TimeSpan.FromMinutes(2);

    private readonly TurnRef _turn;
    private readonly Bot _bot;
    private readonly PartReports _reports;
    private readonly LostMessageSearch _search;
    private readonly ILogger _logger;
    private readonly List<ShownPart> _parts = [];
    private readonly List<int> _replaced = [];
    private int? _replyTo;
    private int _unavailable;

    public ReplyMessages(TurnRef turn, Bot bot, PartReports reports, LostMessageSearch search, ILogger<ReplyMessages> logger)
    {
        _turn = turn;
        _bot = bot;
        _reports = reports;
        _search = search;
        _logger = logger;
        _replyTo = turn.ReplyToMessageId;
        Chat = turn.Chat;
        foreach (var part in turn.Delivered.OrderBy(part => part.Part))
        {
            var shown = PartAt(part.Part);
            if (part.State == PartState.Sending)
            {
                shown.SentAbove = part.MessageId;
                continue;
            }

            // 0 means that the part could not be delivered.
            shown.MessageId = part.MessageId > 0 ? part.MessageId : null;
            shown.IsFinal = part.State != PartState.Placeholder;
        }
    }

    /// <summary>Where messages are sent: the turn's chat, unless it has migrated or lost its topic.</summary>
    public ChatAddress Chat { get; private set; }

    /// <summary>The chat accepts nothing from the bot.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>How often Telegram asked to wait.</summary>
    public int FloodWaits { get; private set; }

    public bool HasAny => _parts.Exists(part => part.MessageId is not null);

    /// <summary>Whether text of this answer is visible; a message alone may still show an earlier answer.</summary>
    public bool HasText => _parts.Exists(part => part.Shown is not null || part.IsFinal);

    public bool IsFinal(int part) => part < _parts.Count && _parts[part].IsFinal;

    public int? MessageIdOf(int part) => part < _parts.Count ? _parts[part].MessageId : null;

    public bool Shows(int part, ShownText text) => part < _parts.Count && _parts[part] is { MessageId: not null } shown && text.Equals(shown.Shown);

    /// <summary>Sends the part or edits its message; one attempt.</summary>
    public async Task<SendResult> ShowAsync(int part, ShownText text, CancellationToken cancellationToken)
    {
        if (IsClosed)
            return new(SendStatus.Undeliverable);
        var shown = PartAt(part);
        if (shown.MessageId is not { } id)
            return await SendAsync(part, shown, text, cancellationToken);
        var (_, failure) = await _bot.Api.SendAsync(Edit(id, shown, text), cancellationToken);
        if (failure is not null and not { Kind: TelegramFailureKind.NotModified })
            return HandleFailure(failure, shown);
        shown.Shown = text;
        _unavailable = 0;
        return SendResult.Sent;
    }

    /// <summary>Sends the part as a file; one attempt, which consumes the content.</summary>
    public async Task<SendResult> SendFileAsync(int part, string fileName, Stream content, CancellationToken cancellationToken)
    {
        if (IsClosed)
            return new(SendStatus.Undeliverable);
        var shown = PartAt(part);
        // A text message cannot be turned into a file.
        Replace(shown);
        shown.IsPlain = true;
        using var gate = await _bot.Gates.EnterAsync(Chat.Id, cancellationToken);
        if (await IsFoundAsync(part, shown, cancellationToken))
        {
            // A file is not edited later, so remove the search's keyboard now.
            await _bot.Api.SendAsync(new EditMessageReplyMarkupRequest { ChatId = Chat.Id, MessageId = shown.MessageId!.Value }, cancellationToken);
            return SendResult.Sent;
        }

        await AnnounceAsync(part, shown, cancellationToken);
        var request = new SendDocumentRequest
        {
            ChatId = Chat.Id,
            MessageThreadId = Chat.TopicId,
            Document = InputFile.FromStream(content, fileName),
            ReplyParameters = ReplyParametersOf(part),
        };
        var (message, failure) = await _bot.Api.SendAsync(request, UploadTimeout, cancellationToken);
        return await SettleAsync(part, shown, message, failure, cancellationToken);
    }

    public void Finish(int part) => PartAt(part).IsFinal = true;

    /// <summary>The messages that a reply with this many parts does not need; removes them from the list.</summary>
    public IReadOnlyList<int> TakeSurplus(int parts)
    {
        var surplus = _replaced.Concat(_parts.Skip(parts).Select(part => part.MessageId).OfType<int>()).ToList();
        _replaced.Clear();
        if (parts < _parts.Count)
            _parts.RemoveRange(parts, _parts.Count - parts);
        return surplus;
    }

    /// <summary>Deletes a message; one attempt. A message that is gone or cannot be deleted anymore counts as done.</summary>
    public async Task<SendResult> DeleteAsync(int messageId, CancellationToken cancellationToken)
    {
        var (_, failure) = await _bot.Api.SendAsync(new DeleteMessageRequest { ChatId = Chat.Id, MessageId = messageId }, cancellationToken);
        return failure?.Kind is TelegramFailureKind.FloodWait or TelegramFailureKind.Unavailable or TelegramFailureKind.Unauthorized ? Later(failure) : SendResult.Sent;
    }

    private SendMessageRequest Send(int part, ShownPart shown, ShownText text) => new()
    {
        ChatId = Chat.Id,
        MessageThreadId = Chat.TopicId,
        Text = text.Text.Text,
        Entities = shown.IsPlain ? null : MessageEntities.Of(text.Text),
        LinkPreviewOptions = NoPreview,
        ReplyParameters = ReplyParametersOf(part),
        ReplyMarkup = Keyboards.Of(text.Buttons),
    };

    private EditMessageTextRequest Edit(int id, ShownPart shown, ShownText text) => new()
    {
        ChatId = Chat.Id,
        MessageId = id,
        Text = text.Text.Text,
        Entities = shown.IsPlain ? null : MessageEntities.Of(text.Text),
        LinkPreviewOptions = NoPreview,
        // An edit without a keyboard removes the keyboard.
        ReplyMarkup = Keyboards.Of(text.Buttons),
    };

    private ReplyParameters? ReplyParametersOf(int part) =>
        part == 0 && _replyTo is { } question ? new ReplyParameters { MessageId = question, AllowSendingWithoutReply = true } : null;

    // No previews: a model must not be able to leak a conversation through a URL that Telegram's servers fetch.
    private static LinkPreviewOptions NoPreview => new() { IsDisabled = true };

    private void Replace(ShownPart shown)
    {
        if (shown.MessageId is { } id)
            _replaced.Add(id);
        shown.MessageId = null;
        shown.Shown = null;
    }

    private ShownPart PartAt(int part)
    {
        while (_parts.Count <= part)
            _parts.Add(new ShownPart());
        return _parts[part];
    }

    private sealed class ShownPart
    {
        /// <summary>Null until sent, and again when the message is gone.</summary>
        public int? MessageId { get; set; }

        /// <summary>Set while a send is unconfirmed: the message may exist with a higher id than this.</summary>
        public int? SentAbove { get; set; }

        /// <summary>Set when an earlier send was not found, but its message may still exist above this id.</summary>
        public int? MaybeSentAbove { get; set; }

        /// <summary>Counts that send as one that may have taken an id.</summary>
        public MessageNumbers.Send? Unconfirmed { get; set; }

        /// <summary>Called when the result of the send is known.</summary>
        public void Settle()
        {
            Unconfirmed?.Dispose();
            (SentAbove, Unconfirmed) = (null, null);
        }

        /// <summary>The visible text; null when another process sent it.</summary>
        public ShownText? Shown { get; set; }

        public bool IsFinal { get; set; }

        /// <summary>True when formatting was given up or there is none.</summary>
        public bool IsPlain { get; set; }
    }
}
