using System.Collections.Concurrent;
using System.Globalization;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.People;

/// <summary>Pressed buttons that wait for the bot's answer.</summary>
internal sealed class Callbacks(EventHub events, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, (ChatRoom Room, DateTimeOffset At)> _waiting = new();

    /// <summary>Sends the press to the bot that wrote the message.</summary>
    public string Press(ChatRoom room, Bot bot, User person, Message message, string data)
    {
        var now = time.GetUtcNow();
        foreach (var (old, entry) in _waiting)
        {
            if (now - entry.At > Life)
                _waiting.TryRemove(old, out _);
        }

        var id = Random.Shared.NextInt64(1_000_000_000_000_000, long.MaxValue).ToString(CultureInfo.InvariantCulture);
        _waiting[id] = (room, now);
        bot.Updates.Add(UpdateKind.CallbackQuery, new Update
        {
            CallbackQuery = new() { Id = id, From = person, Message = message, ChatInstance = room.Info.Id.ToString(CultureInfo.InvariantCulture), Data = data },
        });
        return id;
    }

    /// <summary>False when the press is unknown, answered or too old.</summary>
    public bool Answer(CallbackAnswer answer)
    {
        if (!_waiting.TryRemove(answer.CallbackQueryId, out var waiting) || time.GetUtcNow() - waiting.At > Life)
            return false;
        events.Publish(PersonEvent.About("callback_answer", waiting.Room) with { CallbackAnswer = answer });
        return true;
    }
}
