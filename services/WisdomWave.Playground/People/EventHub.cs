using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;

namespace WisdomWave.Playground.People;

/// <summary>Publishes events to all subscribers. A subscriber that cannot keep up is disconnected and must read the state again.</summary>
internal sealed class EventHub
{
    private const int Backlog = 10_000;

    private readonly ConcurrentDictionary<Subscription, byte> _subscriptions = new();

    public string Instance { get; } = Guid.CreateVersion7().ToString("N");

    public void Publish(PersonEvent personEvent)
    {
        if (_subscriptions.IsEmpty)
            return;

        byte[]? json = null;
        foreach (var (subscription, _) in _subscriptions)
        {
            if (!subscription.Wants(personEvent.ChatId))
                continue;
            json ??= JsonSerializer.SerializeToUtf8Bytes(personEvent, PeopleJson.Default.PersonEvent);
            if (!subscription.Events.Writer.TryWrite(json))
                subscription.Dispose();
        }
    }

    /// <param name="chatId">Null for the events of all chats.</param>
    public Subscription Subscribe(long? chatId)
    {
        var subscription = new Subscription(this, chatId);
        _subscriptions[subscription] = 0;
        return subscription;
    }

    internal sealed class Subscription(EventHub hub, long? chatId) : IDisposable
    {
        public Channel<byte[]> Events { get; } = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(Backlog) { SingleReader = true });

        public bool Wants(long? about) => chatId is null || about is null || about == chatId;

        public void Dispose()
        {
            hub._subscriptions.TryRemove(this, out _);
            Events.Writer.TryComplete();
        }
    }
}
