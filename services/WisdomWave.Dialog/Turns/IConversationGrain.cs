using Orleans.Concurrency;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Interactions.Forgetting;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Turns.Regenerating;

namespace WisdomWave.Dialog.Turns;

/// <summary>One conversation; its key is a <see cref="ConversationKey"/>.</summary>
internal interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>Commits the message and queues its turn. Not reentrant: messages are accepted in the order of their arrival.</summary>
    /// <param name="message">The message.</param>
    /// <param name="trace">The caller's span (<see cref="DialogTracing.Current"/>).</param>
    Task<IntakeResult> AcceptAsync([Immutable] InboundMessage message, string? trace);

    /// <summary>Answers the last question again, in place of its answer.</summary>
    Task<Operation> RegenerateAsync([Immutable] ButtonPress press, Guid turnId, string? trace);

    /// <summary>Lets the model continue the last answer, in a new turn.</summary>
    Task<Operation> ContinueAsync([Immutable] ButtonPress press, Guid turnId, string? trace);

    /// <returns>The remaining pins.</returns>
    Task<Pin[]> UnpinAsync(long pinId);

    /// <summary>Restores the turns that a /forget removed.</summary>
    /// <param name="sequence">The turn of the /forget.</param>
    Task<UndoResult> UndoForgettingAsync(long sequence);

    /// <summary>Resumes unfinished turns that are in the database but not in memory.</summary>
    /// <returns>Their number.</returns>
    Task<int> ResumeAsync();

    /// <returns>False when the turn has ended.</returns>
    [AlwaysInterleave]
    Task<bool> StopTurnAsync(Guid turnId);
}
