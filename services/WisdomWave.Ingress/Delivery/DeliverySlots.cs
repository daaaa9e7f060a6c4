using WisdomWave.Contracts.Dialog;
using Stage = WisdomWave.Ingress.Delivery.DeliveryPlace.Stage;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// Shares the delivery slots fairly. A reply holds a slot only while it is first in its lane and does not wait for its chat's rate limit.
/// One chat can hold a small share of the slots, and every bot has a share that no other bot can use. So a backlog of one person or chat
/// delays nobody else.
/// </summary>
internal sealed class DeliverySlots
{
    /// <summary>The share of one chat (1/16). A group accepts 20 messages per minute, so this many replies keep it busy for over a minute.</summary>
    private const int PartForAChat = 16;

    /// <summary>Bounds memory use: per slot, this many replies may wait without one, and this many completed replies may wait for their chats.</summary>
    private const int PlacesForASlot = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<DeliveryLane, Queue<DeliveryPlace>> _lanes = [];
    private readonly Dictionary<(long BotId, long ChatId, bool IsTakenOver), Chat> _chats = [];
    private readonly Dictionary<long, Bot> _bots;
    private readonly int _most;
    private readonly int _mostForAChat;
    private readonly int _keptForABot;
    private int _waiting;
    private int _parked;

    public DeliverySlots(int most, IEnumerable<long> bots)
    {
        _bots = bots.Distinct().ToDictionary(bot => bot, _ => new Bot());
        _most = most;
        _mostForAChat = Math.Max(1, most / PartForAChat);
        _keptForABot = most / (2 * Math.Max(1, _bots.Count));
    }

    /// <summary>Adds a place at the end of the lane.</summary>
    /// <param name="isTakenOver">See <see cref="TurnArrival.IsTakenOver"/>; such a place is in no lane.</param>
    public DeliveryPlace Enter(DeliveryLane lane, bool isTakenOver = false)
    {
        lock (_gate)
        {
            var place = new DeliveryPlace(this, lane, isTakenOver);
            _waiting++;
            if (!isTakenOver)
            {
                if (!_lanes.TryGetValue(lane, out var queue))
                    _lanes[lane] = queue = new Queue<DeliveryPlace>();
                queue.Enqueue(place);
                if (queue.Count > 1)
                    return place;
            }

            BecomeFirstInLane(place);
            return place;
        }
    }

    public bool IsReady(DeliveryPlace place)
    {
        lock (_gate)
        {
            return place.Now is Stage.BehindItsLane or Stage.BehindItsChat
                ? _waiting <= _most * PlacesForASlot
                : place.Now != Stage.WaitingForASlot;
        }
    }

    public void Park(DeliveryPlace place)
    {
        lock (_gate)
        {
            if (place.Now != Stage.Holding || _parked >= _most * PlacesForASlot)
                return;
            place.Now = Stage.Parked;
            _parked++;
            BotOf(place).Held--;
            Grant();
        }
    }

    public void Leave(DeliveryPlace place)
    {
        lock (_gate)
        {
            var state = place.Now;
            if (state == Stage.Gone)
                return;
            place.Now = Stage.Gone;
            if (state is Stage.BehindItsLane or Stage.BehindItsChat or Stage.WaitingForASlot)
                _waiting--;
            if (state == Stage.Holding)
                BotOf(place).Held--;
            if (state == Stage.Parked)
                _parked--;
            if (state is Stage.WaitingForASlot or Stage.Holding or Stage.Parked)
                LeaveChat(place);
            if (!place.IsTakenOver)
                LeaveLane(place);
            Grant();
        }
    }

    private void LeaveChat(DeliveryPlace place)
    {
        var chat = _chats[KeyOf(place)];
        chat.Active--;
        if (Next(chat.Waiting) is { } next)
        {
            chat.Waiting.Dequeue();
            WaitForASlot(next, chat);
        }

        if (chat.Active == 0)
            _chats.Remove(KeyOf(place));
    }

    private void LeaveLane(DeliveryPlace place)
    {
        var lane = _lanes[place.Lane];
        var wasFirst = lane.Peek() == place;
        if (Next(lane) is not { } next)
            _lanes.Remove(place.Lane);
        else if (wasFirst)
            BecomeFirstInLane(next);
    }

    /// <summary>Called when the reply has become the first in its lane.</summary>
    private void BecomeFirstInLane(DeliveryPlace place)
    {
        if (!_chats.TryGetValue(KeyOf(place), out var chat))
            _chats[KeyOf(place)] = chat = new Chat();
        if (chat.Active < _mostForAChat)
        {
            WaitForASlot(place, chat);
            Grant();
            return;
        }

        place.Now = Stage.BehindItsChat;
        chat.Waiting.Enqueue(place);
    }

    private void WaitForASlot(DeliveryPlace place, Chat chat)
    {
        chat.Active++;
        place.Now = Stage.WaitingForASlot;
        BotOf(place).Waiting.Enqueue(place);
    }

    /// <summary>Hands out free slots; the bot with the fewest slots goes first.</summary>
    private void Grant()
    {
        while (FindNext() is { } bot)
        {
            var place = bot.Waiting.Dequeue();
            bot.Held++;
            _waiting--;
            place.Now = Stage.Holding;
            place.Grant();
        }
    }

    /// <summary>One pass over the bots, of which there may be a thousand, and usually none waits.</summary>
    private Bot? FindNext()
    {
        Bot? next = null;
        var taken = 0;
        foreach (var bot in _bots.Values)
        {
            taken += Math.Max(bot.Held, _keptForABot);
            if (Next(bot.Waiting) is not null && (next is null || bot.Held < next.Held))
                next = bot;
        }

        // The bot with the fewest slots is also the first that may use its own share.
        return next is not null && (next.Held < _keptForABot || taken < _most) ? next : null;
    }

    private static (long BotId, long ChatId, bool IsTakenOver) KeyOf(DeliveryPlace place) => (place.Lane.BotId, place.Lane.ChatId, place.IsTakenOver);

    private Bot BotOf(DeliveryPlace place)
    {
        if (!_bots.TryGetValue(place.Lane.BotId, out var bot))
            _bots[place.Lane.BotId] = bot = new Bot();
        return bot;
    }

    /// <summary>The first place that was not disposed; null when there is none.</summary>
    private static DeliveryPlace? Next(Queue<DeliveryPlace> queue)
    {
        while (queue.TryPeek(out var place))
        {
            if (place.Now != Stage.Gone)
                return place;
            queue.Dequeue();
        }

        return null;
    }

    /// <summary>The places of one chat that hold, wait for, or have parked a slot, and those waiting behind them.</summary>
    private sealed class Chat
    {
        public int Active { get; set; }

        public Queue<DeliveryPlace> Waiting { get; } = new();
    }

    private sealed class Bot
    {
        public int Held { get; set; }

        public Queue<DeliveryPlace> Waiting { get; } = new();
    }
}
