using System.Collections.Concurrent;
using System.Globalization;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.People;

/// <summary>Button presses that wait for the bot's answer.</summary>
internal sealed class Callbacks(EventHub events, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, (ChatRoom Room, DateTimeOffset At)> _waiting = new();

    /// <summary>Sends the press to the bot that wrote the message.</summary>
    public string Press(ChatRoom room, Bot bot, User person, Message message, string data)
    {
        var now = time.GetUtcNow();
        foreach (var (old, entry) in _waiting)
        {
            if (now - entry.At > Lifetime)
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

    /// <summary>Returns false if the press is unknown, already answered or too old.</summary>
    public bool Answer(CallbackAnswer answer)
    {
        if (!_waiting.TryRemove(answer.CallbackQueryId, out var waiting) || time.GetUtcNow() - waiting.At > Lifetime)
            return false;
        events.Publish(PersonEvent.About("callback_answer", waiting.Room) with { CallbackAnswer = answer });
        return true;
    }
}

/// <summary>The bot's answer to a button press: a toast, an alert, or only the end of the waiting.</summary>
public sealed record CallbackAnswer
{
    public required string CallbackQueryId { get; init; }
    public string? Text { get; init; }
    public bool ShowAlert { get; init; }
    public string? Url { get; init; }
}
