using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.People;

namespace WisdomWave.Playground.Chats;

/// <summary>The people, bots and groups of the simulated Telegram. In memory, and limited in number.</summary>
internal sealed class World
{
    public const long AnnId = 501_000_001;
    public const long BorisId = 501_000_002;
    public const long GroupId = -1_001_000_000_001;

    private const int PeopleKept = 50_000;
    private const long UnclaimedBotId = 7_000_000_001;

    private readonly EventHub _events;
    private readonly TimeProvider _time;
    private readonly Lock _claiming = new();
    private readonly ConcurrentDictionary<long, Bot> _bots = new();
    private readonly ConcurrentDictionary<long, User> _people = new();
    private readonly ConcurrentDictionary<long, ChatRoom> _groups = new();
    private readonly ConcurrentQueue<long> _arrivals = new();
    private volatile bool _claimed;
    private long _lastPersonId = BorisId;
    private long _lastGroupId = GroupId;

    public World(EventHub events, TimeProvider time)
    {
        _events = events;
        _time = time;
        DefaultBot = new Bot(BotUser(UnclaimedBotId, "wisdomwave_bot"), time);

        Keep(new User { Id = AnnId, FirstName = "Ann", Username = "ann_playground", LanguageCode = "en" });
        Keep(new User { Id = BorisId, FirstName = "Boris", Username = "boris_playground", LanguageCode = "en" });
        var group = new ChatRoom(new Chat { Id = GroupId, Type = "supergroup", Title = "Friends" }, owner: null, events, time);
        group.SetStatus(AnnId, "creator");
        group.SetStatus(BorisId, "member");
        group.Join(DefaultBot);
        _groups[GroupId] = group;
        OpenPrivateRooms(DefaultBot);
    }

    /// <summary>The chat page's bot. Messages wait for it until the first call with a token.</summary>
    public Bot DefaultBot { get; }

    public IEnumerable<Bot> Bots => _claimed ? _bots.Values.OrderBy(bot => bot != DefaultBot).ThenBy(bot => bot.Me.Id) : [DefaultBot];

    public IEnumerable<User> People => _people.Values.OrderBy(person => person.Id);

    public IEnumerable<ChatRoom> Groups => _groups.Values.OrderByDescending(group => group.Info.Id);

    /// <summary>Returns the bot with a token's ID; the first one becomes the page's bot.</summary>
    public Bot BotById(long id)
    {
        if (_bots.TryGetValue(id, out var known))
            return known;

        lock (_claiming)
        {
            if (_bots.TryGetValue(id, out known))
                return known;

            var bot = DefaultBot;
            if (_claimed)
            {
                bot = new Bot(BotUser(id, $"wisdomwave_{id}_bot"), _time);
                OpenPrivateRooms(bot);
                _groups[GroupId].Join(bot);
            }
            else
            {
                bot.Rename(bot.Me with { Id = id });
            }

            _bots[id] = bot;
            _claimed = true;
            _events.Publish(new PersonEvent { Type = "bot", User = bot.Me });
            return bot;
        }
    }

    public bool TryFindBot(long? id, [NotNullWhen(true)] out Bot? bot)
    {
        bot = DefaultBot;
        // A page that does not know the bot's ID yet still means this bot.
        return id is null or UnclaimedBotId || id == DefaultBot.Me.Id || _bots.TryGetValue(id.Value, out bot);
    }

    public bool TryFindPerson(long id, [NotNullWhen(true)] out User? person) => _people.TryGetValue(id, out person);

    public User AddPerson(string firstName, string? username, string? languageCode)
    {
        var id = Interlocked.Increment(ref _lastPersonId);
        _arrivals.Enqueue(id);
        if (_arrivals.Count > PeopleKept && _arrivals.TryDequeue(out var oldest))
            Forget(oldest);
        return Keep(new User { Id = id, FirstName = firstName, Username = username, LanguageCode = languageCode });
    }

    /// <summary>Returns a chat for a bot; null if Telegram would answer "chat not found".</summary>
    public ChatRoom? RoomFor(Bot bot, long chatId) =>
        chatId > 0
            ? bot.PrivateRooms.GetValueOrDefault(chatId)
            : _groups.GetValueOrDefault(chatId) is { } group && group.Bots.Contains(bot) ? group : null;

    /// <summary>Returns a chat for a person. Writing to a bot for the first time creates the private chat.</summary>
    public ChatRoom? RoomOf(long chatId, Bot bot) =>
        chatId > 0
            ? TryFindPerson(chatId, out var person) ? PrivateRoom(bot, person) : null
            : _groups.GetValueOrDefault(chatId);

    public ChatRoom AddGroup(string title, string type, bool forum, IReadOnlyDictionary<long, string> members, IEnumerable<Bot> bots)
    {
        // Basic groups have short negative IDs; those of supergroups start with -100 (core.telegram.org/bots/api#chat).
        var number = Interlocked.Decrement(ref _lastGroupId);
        var id = type == "group" ? -(-number % 1_000_000_000_000) : number;
        var room = new ChatRoom(new Chat { Id = id, Type = type, Title = title, IsForum = forum ? true : null }, owner: null, _events, _time);
        foreach (var (person, status) in members)
            room.SetStatus(person, status);
        foreach (var bot in bots)
            room.Join(bot);
        _groups[id] = room;
        _events.Publish(new PersonEvent { Type = "chat", ChatId = id });
        return room;
    }

    public User Keep(User person)
    {
        _people[person.Id] = person;
        return person;
    }

    /// <summary>Restores Ann, Boris and their group without any message. Bots stay, because they are connected.</summary>
    public void Reset()
    {
        foreach (var person in _people.Keys.Where(id => id is not (AnnId or BorisId)))
            Forget(person);
        foreach (var group in _groups.Keys.Where(id => id != GroupId))
            _groups.TryRemove(group, out _);
        _arrivals.Clear();

        var friends = _groups[GroupId];
        friends.Clear();
        friends.SetStatus(AnnId, "creator");
        friends.SetStatus(BorisId, "member");
        foreach (var bot in Bots)
        {
            friends.Join(bot);
            bot.Updates.Clear();
            foreach (var room in bot.PrivateRooms.Values)
                room.Clear();
        }

        _events.Publish(new PersonEvent { Type = "reset" });
    }

    private void Forget(long personId)
    {
        _people.TryRemove(personId, out _);
        foreach (var bot in Bots)
            bot.PrivateRooms.TryRemove(personId, out _);
    }

    private void OpenPrivateRooms(Bot bot)
    {
        PrivateRoom(bot, _people[AnnId]);
        PrivateRoom(bot, _people[BorisId]);
    }

    private ChatRoom PrivateRoom(Bot bot, User person) =>
        bot.PrivateRooms.GetOrAdd(person.Id, static (_, about) => new ChatRoom(
            new Chat { Id = about.person.Id, Type = "private", FirstName = about.person.FirstName, Username = about.person.Username },
            about.bot, about._events, about._time), (person, bot, _events, _time));

    private static User BotUser(long id, string username) => new()
    {
        Id = id,
        IsBot = true,
        FirstName = "WisdomWave",
        Username = username,
    };
}
