using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Delivery;

namespace WisdomWave.Ingress.Tests.Delivery;

public sealed class DeliverySlotsTests
{
    private const long OneBot = 7, AnotherBot = 8, Group = -100;

    [Fact]
    public void AReplyThatWaitsInItsLaneHoldsNoSlotAndIsReady()
    {
        var slots = new DeliverySlots(32, [OneBot]);
        var flood = Enumerable.Range(0, 400).Select(_ => slots.Enter(Private(1))).ToList();

        Assert.All(flood, place => Assert.True(place.IsReady));
        Assert.Equal([flood[0]], Granted(flood));
        Assert.All(Enumerable.Range(2, 31).Select(person => slots.Enter(Private(person))), place => Assert.True(place.Granted.IsCompleted));
        // All 32 slots are taken, so the next person's message waits at Telegram.
        var next = slots.Enter(Private(40));
        Assert.False(next.IsReady);
        flood[0].Dispose();
        Assert.True(next.Granted.IsCompleted);
        Assert.Empty(Granted(flood.Skip(1)));
    }

    [Fact]
    public void ALaneKeepsItsOrderWhenPlacesAreDisposed()
    {
        var slots = new DeliverySlots(1, [OneBot]);
        var lane = Enumerable.Range(0, 5).Select(_ => slots.Enter(Private(1))).ToList();
        lane[1].Dispose();
        lane[3].Dispose();
        Assert.Equal([lane[0]], Granted(lane));
        lane[0].Dispose();
        Assert.Equal([lane[0], lane[2]], Granted(lane));
        lane[2].Dispose();
        lane[2].Dispose();
        Assert.Equal([lane[0], lane[2], lane[4]], Granted(lane));
    }

    [Fact]
    public void OneChatGetsASmallShareOfTheSlotsAndItsUsersTakeTurns()
    {
        var slots = new DeliverySlots(32, [OneBot]);
        var first = slots.Enter(InGroup(1));
        var second = slots.Enter(InGroup(1));
        var others = Enumerable.Range(2, 98).Select(person => slots.Enter(InGroup(person))).ToList();
        // A sixteenth of 32.
        Assert.Equal([others[0]], Granted(others));
        Assert.True(slots.Enter(Private(1)).Granted.IsCompleted);

        first.Dispose();
        Assert.Equal([others[0], others[1]], Granted(others));
        Assert.False(second.Granted.IsCompleted);
    }

    [Fact]
    public void AParkedReplyGivesItsSlotToAnother()
    {
        var slots = new DeliverySlots(2, [OneBot]);
        var held = Enumerable.Range(1, 2).Select(person => slots.Enter(Private(person))).ToList();
        var waiting = Enumerable.Range(3, 2).Select(person => slots.Enter(Private(person))).ToList();
        Assert.Empty(Granted(waiting));
        held[0].Park();
        held[0].Park();
        Assert.Equal([waiting[0]], Granted(waiting));
        held[0].Dispose();
        Assert.Equal([waiting[0]], Granted(waiting));
        waiting[0].Dispose();
        Assert.Equal(waiting, Granted(waiting));
    }

    [Fact]
    public void EachBotHasReservedSlotsAndTheBotWithTheFewestIsNext()
    {
        var slots = new DeliverySlots(8, [OneBot, AnotherBot]);
        var busy = Enumerable.Range(1, 20).Select(person => slots.Enter(Private(person))).ToList();
        Assert.Equal(busy.Take(6), Granted(busy));
        var calm = Enumerable.Range(1, 4).Select(person => slots.Enter(Private(person, AnotherBot))).ToList();
        Assert.Equal(calm.Take(2), Granted(calm));
        busy[0].Dispose();
        Assert.Equal(calm.Take(3), Granted(calm));
        Assert.Equal(busy.Take(6), Granted(busy));
    }

    [Fact]
    public void TooManyWaitingMessagesAreLeftAtTelegram()
    {
        var slots = new DeliverySlots(1, [OneBot]);
        var lane = Enumerable.Range(0, 20).Select(_ => slots.Enter(Private(1))).ToList();
        Assert.Equal(lane.Take(1), lane.Where(place => place.IsReady));
        foreach (var place in lane.TakeLast(4))
            place.Dispose();
        Assert.All(lane.Take(16), place => Assert.True(place.IsReady));
    }

    private static IEnumerable<DeliveryPlace> Granted(IEnumerable<DeliveryPlace> places) => places.Where(place => place.Granted.IsCompleted);

    private static DeliveryLane Private(long person, long bot = OneBot) => new(bot, person, TopicId: null, UserId: null);

    private static DeliveryLane InGroup(long person) => new(OneBot, Group, TopicId: null, person);
}
