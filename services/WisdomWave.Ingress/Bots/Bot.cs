using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Delivery;

namespace WisdomWave.Ingress.Bots;

/// <summary>A bot that Telegram has introduced to us.</summary>
internal sealed record Bot(BotOptions Options, BotIdentity Identity, TelegramApi Api, SendPacer Pacer, UnnotedMessages Unnoted);
