using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Commands;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>Somebody who wants something to happen in a chat.</summary>
/// <param name="BotId">The bot that they ask.</param>
/// <param name="ChatId">Where.</param>
/// <param name="PersonId">Who.</param>
/// <param name="IsChatAdmin">Whether they administer the chat; null when that is not known yet.</param>
internal readonly record struct Actor(long BotId, long ChatId, long PersonId, bool? IsChatAdmin)
{
    /// <summary>Ingress has asked Telegram for each press.</summary>
    public static Actor Of(ButtonPress press) => new(press.Bot.Id, press.Chat.Id, press.From.Id, press.IsChatAdmin || press.Chat.Kind == ChatKind.Private);

    public static Actor Of(InboundMessage message) =>
        new(message.Bot.Id, message.Chat.Id, message.From.Id, message.IsChatAdmin || message.Chat.Kind == ChatKind.Private ? true : null);

    public static Actor Of(CommandCall call) =>
        new(call.Key.BotId, call.Key.ChatId, call.PersonId, call.Turn.Circumstances.IsAdmin || call.ChatKind == ChatKind.Private ? true : null);
}
