using Orleans.Concurrency;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Inbox;

namespace WisdomWave.Dialog.Conversations;

/// <summary>One dialogue; its key is a <see cref="ConversationKey"/>.</summary>
internal interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>Commits the message and queues its turn. Not reentrant: messages are taken in the order in which they come.</summary>
    Task<TakenMessage> AcceptAsync([Immutable] InboundMessage message);

    /// <summary>Goes on with what an earlier process left unfinished.</summary>
    Task ResumeAsync();

    /// <returns>False when that turn is not (or no longer) being worked on.</returns>
    [AlwaysInterleave]
    Task<bool> StopAsync(Guid turnId);
}
