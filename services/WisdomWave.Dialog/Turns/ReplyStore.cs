using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Spending.Usage;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>Stores what turns came to, whatever it takes: a reply that was made must not be lost to a disk that is full or busy for a while.</summary>
internal sealed class ReplyStore(DatabaseWriter writer, TimeProvider time)
{
    private static readonly TimeSpan WriteRetryDelay = TimeSpan.FromSeconds(1);

    /// <returns>False when the turn had a reply already, or is gone.</returns>
    public Task<bool> CommandAsync(PendingTurn turn, TurnOutcome outcome, CommandReply reply, CancellationToken closing) => WriteAsync(
        session =>
        {
            if (!HistoryWrites.Complete(session, turn.Id, outcome, time.GetUtcNow()))
                return false;

            reply.Write?.Invoke(session);
            return true;
        },
        closing);

    /// <param name="key">The dialogue.</param>
    /// <param name="turn">The question.</param>
    /// <param name="outcome">What it came to.</param>
    /// <param name="window">Where the window begins and whether the person knows; null when that has not changed.</param>
    /// <param name="closing">The turn stays unfinished.</param>
    /// <returns>False when the turn had a reply already, or is gone; what its calls took is counted all the same.</returns>
    public Task<bool> AnswerAsync(
        ConversationKey key, PendingTurn turn, TurnOutcome outcome, (long Start, bool TrimNoticed)? window, CancellationToken closing) => WriteAsync(
        session =>
        {
            var now = time.GetUtcNow();
            if (window is { } moved)
                HistoryWrites.SetWindow(session, key, moved.Start, moved.TrimNoticed);
            if (turn.Growing is { IsStored: true })
                MergingWrites.DeleteParts(session, turn.Sequence);
            UsageWrites.Add(session, turn.Spender, now, turn.Spending.Calls);
            return HistoryWrites.Complete(session, turn.Id, outcome, now);
        },
        closing);

    /// <exception cref="OperationCanceledException">On <paramref name="closing"/>.</exception>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">The write is wrong: trying again would not help.</exception>
    public async Task<bool> WriteAsync(Func<WriteSession, bool> write, CancellationToken closing)
    {
        while (true)
        {
            try
            {
                return await writer.WriteAsync(write, closing);
            }
            catch (StorageUnavailableException)
            {
                // The writer has logged it.
                await Task.Delay(WriteRetryDelay, time, closing);
            }
        }
    }
}
