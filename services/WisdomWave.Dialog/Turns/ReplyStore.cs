using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Spending.Usage;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>Stores replies, and retries while the database is unavailable: a finished reply must not be lost because the disk is full for a while.</summary>
internal sealed class ReplyStore(DatabaseWriter writer, TimeProvider time)
{
    private static readonly TimeSpan WriteRetryDelay = TimeSpan.FromSeconds(1);

    /// <returns>False when the turn already has a reply, or does not exist any more.</returns>
    public Task<bool> StoreCommandReplyAsync(Turn turn, TurnOutcome outcome, CommandReply reply, CancellationToken closing) => WriteAsync(
        session =>
        {
            if (HistoryWrites.Complete(session, turn.Id, outcome, time.GetUtcNow()) is null)
                return false;

            reply.Write?.Invoke(session);
            return true;
        },
        closing);

    /// <summary>Stores an answer with its usage and the new window; <paramref name="window"/> is null when the window has not changed.</summary>
    /// <returns>False when the turn already has a reply, or does not exist any more; its usage is counted all the same.</returns>
    public Task<bool> StoreAnswerAsync(
        ConversationKey key, Turn turn, TurnOutcome outcome, (long Start, bool TrimNoticed)? window, CancellationToken closing) => WriteAsync(
        session =>
        {
            var now = time.GetUtcNow();
            if (window is { } moved)
                HistoryWrites.SetWindow(session, key, moved.Start, moved.TrimNoticed);
            if (turn.Growing is { IsStored: true })
                MergingWrites.DeleteParts(session, turn.Sequence);
            UsageWrites.Add(session, turn.Spender, now, turn.Spending.Calls);
            if (HistoryWrites.Complete(session, turn.Id, outcome, now) is not { } isForgotten)
                return false;

            turn.IsForgotten = isForgotten;
            return true;
        },
        closing);

    /// <exception cref="OperationCanceledException">On <paramref name="closing"/>.</exception>
    /// <exception cref="System.Data.Common.DbException">The write is invalid, so a retry would not help.</exception>
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
