using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>What is known of a turn that an earlier process left behind.</summary>
/// <param name="AcceptedAt">When it was committed.</param>
/// <param name="Restarts">How often it has been begun again before.</param>
internal sealed record Resumption(DateTimeOffset AcceptedAt, int Restarts)
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when all that the turn has brought with it is read and the model is asked; never, should it not come to that.</summary>
    public Task Asked => _asked.Task;

    public void NoteAsked() => _asked.TrySetResult();

    public static Resumption Of(TurnRow row) => new(row.AcceptedAt, row.Restarts);
}
