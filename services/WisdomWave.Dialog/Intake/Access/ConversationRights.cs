using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>
/// Decides who may use commands and buttons that can affect other people: the owner of the question or pin, and admins of the chat.
/// Telegram is asked about admins only when the answer matters.
/// </summary>
internal sealed class ConversationRights(ChatAdmins admins)
{
    /// <summary>
    /// In a shared conversation <paramref name="askedBy"/> owns the question or pin; null when the owner is unknown. A conversation that
    /// is not shared belongs to its user.
    /// </summary>
    public async ValueTask<bool> AllowAsync(Actor actor, ConversationKey key, long? askedBy, CancellationToken cancellationToken)
    {
        var owner = key.IsShared ? askedBy : key.UserId;
        return actor.UserId == owner || (actor.ChatId == key.ChatId && await IsAdminAsync(actor, cancellationToken));
    }

    public async ValueTask<bool> IsAdminAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.IsChatAdmin ?? await admins.IsAdminAsync(actor.BotId, actor.ChatId, actor.UserId, cancellationToken);
}

/// <summary>The person behind a command or a button, in a chat. <c>IsChatAdmin</c> is null until Telegram has been asked.</summary>
internal readonly record struct Actor(long BotId, long ChatId, long UserId, bool? IsChatAdmin)
{
    /// <summary>Ingress asks Telegram about each press, so <c>IsChatAdmin</c> is always known.</summary>
    public static Actor Of(ButtonPress press) => new(press.Bot.Id, press.Chat.Id, press.From.Id, press.IsChatAdmin || press.Chat.Kind == ChatKind.Private);

    public static Actor Of(InboundMessage message) =>
        new(message.Bot.Id, message.Chat.Id, message.From.Id, message.IsChatAdmin || message.Chat.Kind == ChatKind.Private ? true : null);

    public static Actor Of(CommandCall call) =>
        new(call.Key.BotId, call.Key.ChatId, call.UserId, call.Turn.CommandContext.IsAdmin || call.ChatKind == ChatKind.Private ? true : null);
}
