using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access.Claiming;
using WisdomWave.Dialog.Intake.Limits;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Intake.Access.Admission;

/// <summary>Checks every message before it reaches its conversation: claim codes first, then access.</summary>
internal sealed class AdmissionGate(AccessList access, ClaimCodes claims, RefusalStore refusals)
{
    /// <returns>The outcome of a message that ends here; null for a message that may pass.</returns>
    public async Task<IntakeResult?> InterceptAsync(ConversationKey key, InboundMessage message)
    {
        if (await claims.TryClaimAsync(key, message) is { } claimed)
            return claimed;

        if (access.IsAllowed(message.Bot.Id, message.From.Id, message.Chat.Id))
            return null;

        await claims.OfferAsync(message.Bot.Id, message.Bot.Username);
        return await refusals.StoreStrangerAsync(key, message);
    }
}
