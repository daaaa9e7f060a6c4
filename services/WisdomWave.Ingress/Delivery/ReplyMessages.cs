using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Delivery;

/// <summary>The messages that show one reply in its chat: sends, edits and deletes them, and works around what is not there any more.</summary>
internal sealed partial class ReplyMessages
{
    private readonly TurnRef _turn;
    private readonly Bot _bot;
    private readonly ILogger _logger;
    private readonly List<ShownPart> _parts = [];
    private int? _replyTo;
    private int _unavailable;
    private bool _isClosed;

    public ReplyMessages(TurnRef turn, Bot bot, ILogger<ReplyMessages> logger)
    {
        _turn = turn;
        _bot = bot;
        _logger = logger;
        _replyTo = turn.ReplyToMessageId;
        Chat = turn.Chat;
        foreach (var part in turn.Delivered.OrderBy(part => part.Part))
        {
            var shown = PartAt(part.Part);
            shown.MessageId = part.MessageId;
            shown.IsFinal = part.State != PartState.Placeholder;
        }
    }

    /// <summary>Where the messages go: the turn's chat, unless that has moved or lost its topic.</summary>
    public ChatAddress Chat { get; private set; }

    /// <summary>How often Telegram has asked to wait.</summary>
    public int FloodWaits { get; private set; }

    public bool HasAny => _parts.Exists(part => part.MessageId is not null);

    public bool IsFinal(int part) => part < _parts.Count && _parts[part].IsFinal;

    public int? MessageIdOf(int part) => part < _parts.Count ? _parts[part].MessageId : null;

    public bool Shows(int part, FormattedText text, bool stoppable) =>
        part < _parts.Count && _parts[part] is { MessageId: not null } shown && shown.Stoppable == stoppable && text.Equals(shown.Text);

    /// <summary>Sends the part or edits its message; one try.</summary>
    public async Task<Showing> ShowAsync(int part, FormattedText text, bool stoppable, CancellationToken cancellationToken)
    {
        if (_isClosed)
            return new(ShowingResult.Undeliverable);
        var shown = PartAt(part);
        var (message, failure) = shown.MessageId is { } id
            ? await _bot.Api.SendAsync(Edit(id, shown, text, stoppable), cancellationToken)
            : await _bot.Api.SendAsync(Send(part, shown, text, stoppable), cancellationToken);
        if (failure is null or { Kind: TelegramFailureKind.NotModified })
        {
            shown.MessageId ??= message?.Id;
            shown.Text = text;
            shown.Stoppable = stoppable;
            _unavailable = 0;
            return Showing.Shown;
        }

        return WorkAround(failure, shown);
    }

    public void Finish(int part) => PartAt(part).IsFinal = true;

    /// <summary>Takes away the messages of parts that the final text does not have; one try each.</summary>
    public async Task DeleteFromAsync(int part, CancellationToken cancellationToken)
    {
        for (var i = part; i < _parts.Count; i++)
        {
            if (_parts[i].MessageId is { } id)
                await _bot.Api.SendAsync(new DeleteMessageRequest { ChatId = Chat.Id, MessageId = id }, cancellationToken);
        }

        if (part < _parts.Count)
            _parts.RemoveRange(part, _parts.Count - part);
    }

    private SendMessageRequest Send(int part, ShownPart shown, FormattedText text, bool stoppable) => new()
    {
        ChatId = Chat.Id,
        MessageThreadId = Chat.TopicId,
        Text = text.Text,
        Entities = shown.IsPlain ? null : MessageEntities.Of(text),
        LinkPreviewOptions = NoPreview,
        ReplyParameters = part == 0 && _replyTo is { } question ? new ReplyParameters { MessageId = question, AllowSendingWithoutReply = true } : null,
        ReplyMarkup = stoppable ? StopButton.For(_turn.Id) : null,
    };

    private EditMessageTextRequest Edit(int id, ShownPart shown, FormattedText text, bool stoppable) => new()
    {
        ChatId = Chat.Id,
        MessageId = id,
        Text = text.Text,
        Entities = shown.IsPlain ? null : MessageEntities.Of(text),
        LinkPreviewOptions = NoPreview,
        // An edit without a keyboard takes the keyboard away.
        ReplyMarkup = stoppable ? StopButton.For(_turn.Id) : null,
    };

    // A model must not be able to leak a conversation through the address of a page that Telegram's servers fetch.
    private static LinkPreviewOptions NoPreview => new() { IsDisabled = true };

    private Showing WorkAround(TelegramFailure failure, ShownPart shown)
    {
        switch (failure.Kind)
        {
            case TelegramFailureKind.FloodWait:
                FloodWaits++;
                LogFloodWait(_turn.Id, failure.RetryAfter!.Value.TotalSeconds);
                _bot.Pacer.Hold(Chat, failure.RetryAfter.Value);
                return Showing.Again with { Wait = failure.RetryAfter.Value };
            case TelegramFailureKind.Unavailable:
                return Showing.Again with { Wait = Backoff.After(++_unavailable) };
            case TelegramFailureKind.Migrated:
                MoveTo(failure.NewChatId!.Value);
                return Showing.Again;
            case TelegramFailureKind.MessageGone when shown.MessageId is not null:
                shown.MessageId = null;
                return Showing.Again;
            case TelegramFailureKind.TopicGone when Chat.TopicId is not null:
                Chat = Chat with { TopicId = null };
                return Showing.Again;
            case TelegramFailureKind.ReplyGone when _replyTo is not null:
                _replyTo = null;
                return Showing.Again;
            case TelegramFailureKind.BadRequest when !shown.IsPlain:
                LogPlain(_turn.Id, failure.Reason);
                shown.IsPlain = true;
                return Showing.Again;
            case TelegramFailureKind.ChatClosed:
                LogClosed(_turn.Id, failure.Reason);
                _isClosed = true;
                return new(ShowingResult.Undeliverable);
            case TelegramFailureKind.Unauthorized or TelegramFailureKind.Conflict:
                return new(ShowingResult.Halted);
            default:
                LogRejected(_turn.Id, failure.Reason);
                return new(ShowingResult.Undeliverable);
        }
    }

    // Messages have other numbers in the supergroup: what is not final is sent anew there.
    private void MoveTo(long chat)
    {
        Chat = Chat with { Id = chat };
        _replyTo = null;
        foreach (var part in _parts.Where(part => !part.IsFinal))
            part.MessageId = null;
    }

    private ShownPart PartAt(int part)
    {
        while (_parts.Count <= part)
            _parts.Add(new ShownPart());
        return _parts[part];
    }

    [LoggerMessage(LogLevel.Warning, "Telegram wants nothing for the chat of turn {TurnId} for {Seconds} s.")]
    private partial void LogFloodWait(Guid turnId, double seconds);

    [LoggerMessage(LogLevel.Warning, "Telegram does not take a part of turn {TurnId} as it is ({Reason}); it is sent without formatting.")]
    private partial void LogPlain(Guid turnId, string reason);

    [LoggerMessage(LogLevel.Information, "The chat of turn {TurnId} is closed to the bot: {Reason}.")]
    private partial void LogClosed(Guid turnId, string reason);

    [LoggerMessage(LogLevel.Error, "Telegram does not take a part of turn {TurnId} in any form: {Reason}.")]
    private partial void LogRejected(Guid turnId, string reason);

    private sealed class ShownPart
    {
        /// <summary>Null until sent, and again when the message is gone.</summary>
        public int? MessageId { get; set; }

        /// <summary>What it shows; null when another process sent it.</summary>
        public FormattedText? Text { get; set; }

        public bool Stoppable { get; set; }

        public bool IsFinal { get; set; }

        public bool IsPlain { get; set; }
    }
}
