using System.Collections.Concurrent;
using WisdomWave.Playground.BotApi;
using WisdomWave.Playground.BotApi.Profile;
using WisdomWave.Playground.BotApi.Updates;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.Chats;

/// <summary>A bot account. Any well-formed token creates one.</summary>
internal sealed class Bot(User me, TimeProvider time)
{
    private volatile User _me = me;
    private volatile bool _privacyMode = true;

    public User Me => _me;

    /// <summary>Whether the bot sees only commands, mentions and replies to it in groups.</summary>
    public bool PrivacyMode { get => _privacyMode; set => _privacyMode = value; }

    public UpdateQueue Updates { get; } = new(time);

    public WebhookDelivery? Webhook { get; set; }

    public BotProfile Profile { get; } = new();

    /// <summary>Assigns message IDs in the bot's private chats and basic groups.</summary>
    public MessageCounter Messages { get; } = new(time);

    public FloodGate Flood { get; } = new(time);

    public ConcurrentDictionary<long, ChatRoom> PrivateRooms { get; } = new();

    public void Rename(User me) => _me = me;
}
