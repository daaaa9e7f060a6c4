using System.Diagnostics.CodeAnalysis;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.People;

namespace WisdomWave.Playground.Chats;

/// <summary>One chat with its messages, members and drafts. One lock guards all changes, so people and bots see the same order.</summary>
internal sealed partial class ChatRoom(Chat info, Bot? owner, EventHub events, TimeProvider time)
{
    private const int MessagesKept = 2_000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<int, Message> _messages = [];
    private readonly Dictionary<long, string> _statuses = [];
    private readonly List<Bot> _bots = owner is null ? [] : [owner];
    private readonly SortedDictionary<int, ForumTopic> _topics = [];
    private readonly MessageCounter? _ownNumbers = info.Type is "private" or "group" ? null : new(time);
    private Message? _pinned;

    public Chat Info { get; } = info;

    /// <summary>The bot of a private chat; null in groups.</summary>
    public Bot? Owner => owner;

    public bool IsPrivate => owner is not null;

    public bool IsForum => Info.IsForum == true;

    /// <summary>Whether the person has blocked the bot, or the group has removed it.</summary>
    public bool Blocked { get; private set; }

    public long? MigratedTo { get; private set; }

    public Message? Pinned { get { lock (_lock) return _pinned; } }

    public IReadOnlyList<Bot> Bots { get { lock (_lock) return [.. _bots]; } }

    public IReadOnlyDictionary<long, string> Statuses { get { lock (_lock) return new Dictionary<long, string>(_statuses); } }

    public IReadOnlyDictionary<int, ForumTopic> Topics { get { lock (_lock) return new SortedDictionary<int, ForumTopic>(_topics); } }

    public void Join(Bot bot)
    {
        lock (_lock)
        {
            if (!_bots.Contains(bot))
                _bots.Add(bot);
        }
    }

    public void SetStatus(long userId, string status)
    {
        lock (_lock)
            _statuses[userId] = status;
    }

    public string Status(long userId)
    {
        lock (_lock)
            return _statuses.GetValueOrDefault(userId) ?? (_bots.Any(bot => bot.Me.Id == userId) ? "member" : "left");
    }

    public bool HasTopic(int threadId)
    {
        lock (_lock)
            return _topics.ContainsKey(threadId);
    }

    /// <summary>Adds a message from a person or a bot, and sends a person's message to the bots that may see it.</summary>
    /// <param name="message">The message without ID, date and chat.</param>
    /// <param name="author">The bot that sends it; null for a person.</param>
    public Message Add(Message message, Bot? author = null)
    {
        lock (_lock)
        {
            var stored = message with { MessageId = NextMessageId(), Date = Now(), Chat = Info };
            if (stored.ForumTopicCreated is { } topic)
            {
                _topics[stored.MessageId] = topic with { MessageThreadId = stored.MessageId };
                stored = stored with { MessageThreadId = stored.MessageId, IsTopicMessage = true };
            }

            _messages.Add(stored.MessageId, stored);
            if (_messages.Count > MessagesKept)
                _messages.RemoveAt(0);
            if (author is not null)
                RemoveDrafts(author.Me.Id, stored.MessageThreadId);
            events.Publish(PersonEvent.About("message", this) with { Message = stored });
            if (author is null)
                Deliver(UpdateKind.Message, stored, new Update { Message = stored });
            return stored;
        }
    }

    /// <summary>Replaces a message. Returns null if it does not exist or <paramref name="change"/> returns null.</summary>
    public Message? Edit(int messageId, Func<Message, Message?> change, bool byPerson = false)
    {
        lock (_lock)
        {
            if (!_messages.TryGetValue(messageId, out var message) || change(message) is not { } edited)
                return null;

            _messages[messageId] = edited;
            events.Publish(PersonEvent.About("edited", this) with { Message = edited });
            if (byPerson)
                Deliver(UpdateKind.EditedMessage, edited, new Update { EditedMessage = edited });
            return edited;
        }
    }

    public bool Delete(int messageId)
    {
        lock (_lock)
        {
            if (!_messages.Remove(messageId))
                return false;
            if (_pinned?.MessageId == messageId)
                _pinned = null;
            events.Publish(PersonEvent.About("deleted", this) with { MessageId = messageId });
            return true;
        }
    }

    public bool TryFind(int messageId, [NotNullWhen(true)] out Message? message)
    {
        lock (_lock)
            return _messages.TryGetValue(messageId, out message);
    }

    /// <summary>Returns the newest messages, oldest first.</summary>
    public IReadOnlyList<Message> Recent(int limit, int before = int.MaxValue)
    {
        lock (_lock)
        {
            var end = _messages.Count;
            while (end > 0 && _messages.GetAt(end - 1).Key >= before)
                end--;
            var start = Math.Max(0, end - limit);
            var page = new Message[end - start];
            for (var i = start; i < end; i++)
                page[i - start] = _messages.GetAt(i).Value;
            return page;
        }
    }

    public void Pin(Message? message)
    {
        lock (_lock)
        {
            _pinned = message;
            events.Publish(PersonEvent.About("pinned", this) with { Message = message });
        }
    }

    public void ShowAction(Bot bot, string action, int? threadId) =>
        events.Publish(PersonEvent.About("typing", this) with { User = bot.Me, Action = action, MessageThreadId = threadId });

    /// <summary>Lets a person block or unblock the bot, or a group remove or add it.</summary>
    public void Block(User by, bool blocked)
    {
        lock (_lock)
        {
            if (Blocked == blocked)
                return;
            Blocked = blocked;
            foreach (var bot in _bots)
            {
                bot.Updates.Add(UpdateKind.MyChatMember, new Update
                {
                    MyChatMember = new()
                    {
                        Chat = Info,
                        From = by,
                        Date = Now(),
                        OldChatMember = Member(bot.Me, !blocked),
                        NewChatMember = Member(bot.Me, blocked),
                    },
                });
            }
        }

        static ChatMember Member(User bot, bool blocked) =>
            new() { Status = blocked ? "kicked" : "member", User = bot, UntilDate = blocked ? 0 : null };
    }

    /// <summary>
    /// Deletes all messages, topics and drafts; members stay. Message IDs continue, because the bot's database knows the old ones, and no
    /// other message may get one of them.
    /// </summary>
    public void Clear()
    {
        lock (_lock)
        {
            _messages.Clear();
            _topics.Clear();
            _drafts.Clear();
            _stoppedDrafts.Clear();
            _pinned = null;
            Blocked = false;
            MigratedTo = null;
        }
    }

    public void MigrateTo(long chatId)
    {
        lock (_lock)
            MigratedTo = chatId;
    }

    public long Now() => time.GetUtcNow().ToUnixTimeSeconds();

    // A supergroup numbers its messages itself; in other chats, the account that receives a message numbers it.
    private int NextMessageId() => _ownNumbers?.Next() ?? MessageCounter.Next([.. _bots.Select(bot => bot.Messages)]);

    private void Deliver(string kind, Message message, Update update)
    {
        if (Blocked)
            return;
        foreach (var bot in _bots)
        {
            if (IsPrivate || Privacy.CanSee(bot, message, isAdmin: _statuses.GetValueOrDefault(bot.Me.Id) == "administrator"))
                bot.Updates.Add(kind, update);
        }
    }
}
