using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Delivery;

namespace WisdomWave.Ingress.Bots;

/// <summary>A running bot whose identity Telegram has confirmed.</summary>
internal sealed class Bot(BotOptions options, BotIdentity identity, TelegramApi api, SendPacer pacer)
{
    private volatile BotIdentity _identity = identity;

    public BotOptions Options => options;

    /// <summary>The username may change at any time.</summary>
    public BotIdentity Identity => _identity;

    public TelegramApi Api => api;

    public SendPacer Pacer => pacer;

    public ChatGates Gates { get; } = new();

    public MessageNumbers Numbers => api.Numbers;

    public void Rename(string username) => _identity = _identity with { Username = username };
}
