using Orleans.Concurrency;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Interactions.Forgetting;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Turns.Regenerating;

namespace WisdomWave.Dialog.Turns;

/// <summary>One dialogue; its key is a <see cref="ConversationKey"/>.</summary>
internal interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>Commits the message and queues its turn. Not reentrant: messages are taken in the order in which they come.</summary>
    Task<IntakeResult> AcceptAsync([Immutable] InboundMessage message);

    /// <summary>Answers the last question anew, in place of its answer.</summary>
    Task<Operation> RegenerateAsync([Immutable] ButtonPress press, Guid turnId);

    /// <summary>Has the model go on with the last answer, in a turn of its own.</summary>
    Task<Operation> ContinueAsync([Immutable] ButtonPress press, Guid turnId);

    /// <summary>Lets a pinned message go.</summary>
    /// <returns>The pins that are left.</returns>
    Task<Pin[]> UnpinAsync(long pinId);

    /// <summary>Brings back what was forgotten, before what was asked since.</summary>
    /// <param name="sequence">The turn that asked for the forgetting.</param>
    Task<UndoResult> UndoForgettingAsync(long sequence);

    /// <summary>Goes on with unfinished turns that are in the database but not in memory.</summary>
    /// <returns>How many there were.</returns>
    Task<int> ResumeAsync();

    /// <returns>False when that turn has ended.</returns>
    [AlwaysInterleave]
    Task<bool> StopAsync(Guid turnId);
}
