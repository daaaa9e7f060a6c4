using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace WisdomWave.Load.Outside;

/// <summary>Every question, and what the chats show of its answer.</summary>
/// <param name="text">The answers.</param>
/// <param name="updates">Those of each bot.</param>
/// <param name="mayTrim">Whether a prompt may lack the oldest turns of its chat.</param>
internal sealed class Ledger(AnswerText text, IReadOnlyList<UpdateQueue> updates, bool mayTrim)
{
    // Numbers that Telegram gives to people, who are also their private chats.
    private const long FirstChat = 5_000_000_000;

    private const int Samples = 5;

    private readonly ConcurrentDictionary<long, Chat> _chats = new();
    private readonly ConcurrentDictionary<long, Turn> _turns = new();
    private readonly ConcurrentDictionary<string, long> _calls = new();
    private readonly Lock _latencyGate = new();
    private LatencyHistogram _latencies = new();
    private long _lastTurn;
    private long _lastChat = FirstChat;
    private int _lastMessage;
    private long _answered;
    private long _modelCalls;
    private long _wrongPrompts;

    public long Answered => Interlocked.Read(ref _answered);

    public long Asked => Interlocked.Read(ref _lastTurn);

    public Chat NewChat()
    {
        var id = Interlocked.Increment(ref _lastChat);
        var chat = new Chat(id, (int)(id % updates.Count));
        _chats[chat.Id] = chat;
        return chat;
    }

    /// <summary>A question to the bot.</summary>
    public Turn Ask(Chat chat)
    {
        var turn = NewTurn(chat);
        var (id, message) = (turn.Id, NextMessage());
        updates[chat.Bot].Add(update => Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"update_id":{{{update}}},"message":{"message_id":{{{message}}},"from":{"id":{{{chat.Id}}},"is_bot":false,"first_name":"Load","username":"load{{{chat.Id}}}","language_code":"en"},"chat":{"id":{{{chat.Id}}},"first_name":"Load","username":"load{{{chat.Id}}}","type":"private"},"date":{{{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}}},"text":"{{{AnswerText.QuestionOf(id)}}}"}}""")));
        return turn;
    }

    /// <summary>A question that the bot does not get.</summary>
    public Turn NewTurn(Chat chat)
    {
        var id = Interlocked.Increment(ref _lastTurn);
        Turn turn;
        lock (chat.Gate)
        {
            turn = new Turn(id, chat, chat.Turns.Count, text.ShownOf(id));
            chat.Turns.Add(turn);
        }

        _turns[id] = turn;
        return turn;
    }

    /// <summary>Removes an answered turn and its chat, so that a million of them need no memory.</summary>
    public void Forget(Turn turn)
    {
        _turns.TryRemove(turn.Id, out _);
        _chats.TryRemove(turn.Chat.Id, out _);
    }

    /// <summary>Records a message of the bot.</summary>
    /// <returns>The message id.</returns>
    public int Sent(long chatId, string? shown)
    {
        var message = NextMessage();
        Show(chatId, message, shown);
        return message;
    }

    /// <summary>Records an edit of the bot.</summary>
    /// <returns>Whether the chat has such a message of the bot.</returns>
    public bool Edited(long chatId, int message, string? shown) => IsOurs(chatId, message) && Show(chatId, message, shown);

    public bool IsOurs(long chatId, int message)
    {
        if (!_chats.TryGetValue(chatId, out var chat))
            return false;
        lock (chat.Gate)
            return chat.Messages.ContainsKey(message);
    }

    public void Deleted(long chatId, int message)
    {
        if (!_chats.TryGetValue(chatId, out var chat))
            return;
        lock (chat.Gate)
        {
            if (chat.Messages.Remove(message, out var before))
                before.Turn?.Whole.Remove(message);
        }
    }

    public void Called(string method) => _calls.AddOrUpdate(method, 1, static (_, count) => count + 1);

    /// <summary>Records a call of the model.</summary>
    /// <param name="turn">The turn whose question ends the prompt.</param>
    /// <param name="earlier">The messages before it, without system messages.</param>
    /// <returns>Null for a turn that was never asked.</returns>
    public Turn? ModelCalled(long turn, int earlier)
    {
        Interlocked.Increment(ref _modelCalls);
        if (!_turns.TryGetValue(turn, out var found))
            return null;
        if (mayTrim ? earlier > 2 * found.Index || earlier % 2 != 0 : earlier != 2 * found.Index)
            Interlocked.Increment(ref _wrongPrompts);
        return found;
    }

    /// <summary>Counts since the start, and latencies since the last call.</summary>
    public OutsideSample Take()
    {
        LatencyHistogram latencies;
        lock (_latencyGate)
            (latencies, _latencies) = (_latencies, new LatencyHistogram());
        return new OutsideSample
        {
            Asked = Asked,
            Answered = Answered,
            ModelCalls = Interlocked.Read(ref _modelCalls),
            TelegramCalls = new(_calls),
            Added = latencies,
        };
    }

    /// <summary>The outcome of every question.</summary>
    public Verdict Judge()
    {
        var verdict = new Verdict { WrongPrompts = Interlocked.Read(ref _wrongPrompts) };
        foreach (var chat in _chats.Values)
        {
            lock (chat.Gate)
            {
                verdict.Lost += chat.Turns.Count(turn => turn.Whole.Count == 0);
                verdict.Doubled += chat.Turns.Count(turn => turn.IsDoubled);
                var strange = chat.Messages.Values.Where(message => message.Turn is null).ToList();
                verdict.Strange += strange.Count;
                verdict.Samples.AddRange(strange.Take(Samples - verdict.Samples.Count).Select(message => message.Other ?? "(no text)"));
                // Telegram's ids rise, so the order of the messages is that of their ids.
                var order = chat.Turns.Where(turn => turn.Whole.Count > 0).Select(turn => turn.Whole.Min()).ToList();
                verdict.OutOfOrder += order.Zip(order.Skip(1)).Count(pair => pair.First > pair.Second);
            }
        }

        return verdict;
    }

    private bool Show(long chatId, int message, string? shown)
    {
        if (!_chats.TryGetValue(chatId, out var chat))
            return false;
        lock (chat.Gate)
        {
            if (chat.Messages.TryGetValue(message, out var before))
                before.Turn?.Whole.Remove(message);
            var turn = chat.Turns.FindLast(turn => IsWhole(turn, shown));
            chat.Messages[message] = (turn, turn is null ? shown : null);
            if (turn is null)
                return true;

            turn.Whole.Add(message);
            turn.IsDoubled |= turn.Whole.Count > 1;
            if (!turn.TryAnswer())
                return true;
            Interlocked.Increment(ref _answered);
            var added = Stopwatch.GetElapsedTime(turn.AvailableAt) - turn.ModelTime;
            lock (_latencyGate)
                _latencies.Record(added);
            return true;
        }
    }

    /// <summary>In a long chat, a sentence at the end says that the model no longer sees the beginning.</summary>
    private bool IsWhole(Turn turn, string? shown) =>
        turn.Expected == shown || (mayTrim && shown?.StartsWith(turn.Expected, StringComparison.Ordinal) == true);

    private int NextMessage() => Interlocked.Increment(ref _lastMessage);
}
