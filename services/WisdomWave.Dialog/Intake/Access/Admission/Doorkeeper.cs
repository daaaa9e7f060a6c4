using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access.Claiming;
using WisdomWave.Dialog.Intake.Limits;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Intake.Access.Admission;

/// <summary>Looks at every message before it reaches its conversation.</summary>
internal sealed class Doorkeeper(AccessList access, ClaimCodes claims, Refusals refusals)
{
    /// <returns>Null for a message that may pass.</returns>
    public async Task<TakenMessage?> TakeAsync(ConversationKey key, InboundMessage message)
    {
        if (await claims.TakeAsync(key, message) is { } claimed)
            return claimed;

        if (access.IsAllowed(message.Bot.Id, message.From.Id, message.Chat.Id))
            return null;

        await claims.OfferAsync(message.Bot.Id, message.Bot.Username);
        return await refusals.TakeFromStrangerAsync(key, message);
    }
}
