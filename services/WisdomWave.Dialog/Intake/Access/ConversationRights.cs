using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>
/// The one rule for commands and buttons that act on what is not certain to be the person's own: it is for the person whose it is, and
/// for the admins of the chat. Whether somebody is an admin is asked only when that decides.
/// </summary>
internal sealed class ConversationRights(ChatAdmins admins)
{
    /// <param name="actor">Who wants it.</param>
    /// <param name="key">The conversation that it concerns.</param>
    /// <param name="askedBy">Whose question or pin it concerns, where several people share the conversation; null when that is not known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<bool> AllowAsync(Actor actor, ConversationKey key, long? askedBy, CancellationToken cancellationToken)
    {
        var owner = key.IsShared ? askedBy : key.UserId;
        return actor.PersonId == owner || (actor.ChatId == key.ChatId && await IsAdminAsync(actor, cancellationToken));
    }

    public async ValueTask<bool> IsAdminAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.IsChatAdmin ?? await admins.IsAdminAsync(actor.BotId, actor.ChatId, actor.PersonId, cancellationToken);
}
