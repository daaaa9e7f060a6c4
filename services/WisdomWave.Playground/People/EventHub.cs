using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;

namespace WisdomWave.Playground.People;

/// <summary>Hands what happens to everybody who watches. A watcher that cannot keep up is cut off and reads the state again.</summary>
internal sealed class EventHub
{
    private const int Backlog = 10_000;

    private readonly ConcurrentDictionary<Subscription, byte> _subscriptions = new();

    public string Instance { get; } = Guid.CreateVersion7().ToString("N");

    public void Publish(PersonEvent happened)
    {
        if (_subscriptions.IsEmpty)
            return;

        byte[]? json = null;
        foreach (var (subscription, _) in _subscriptions)
        {
            if (!subscription.Wants(happened.ChatId))
                continue;
            json ??= JsonSerializer.SerializeToUtf8Bytes(happened, PeopleJson.Default.PersonEvent);
            if (!subscription.Events.Writer.TryWrite(json))
                subscription.Dispose();
        }
    }

    /// <param name="chatId">Only this chat; null for all.</param>
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
