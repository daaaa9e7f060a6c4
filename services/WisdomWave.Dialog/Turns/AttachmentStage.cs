using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Spending;
using WisdomWave.Dialog.Spending.Usage;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.Dialog.Turns;

/// <summary>Reads a question's attachments and stores their text, so that a restart does not read them again.</summary>
internal sealed class AttachmentStage(AttachmentReader attachments, ReplyStore replies, TimeProvider time)
{
    /// <returns>The exhausted budget that prevents reading; null otherwise.</returns>
    /// <exception cref="OperationCanceledException">On <paramref name="shutdown"/>.</exception>
    public async Task<BudgetNotice?> ReadAsync(Turn turn, ConversationMemory memory, Texts texts, CancellationToken stop, CancellationToken shutdown)
    {
        if (turn.Attachments is not { Read: null } unread)
            return null;

        using var activity = DialogTracing.Source.StartPart("read attachments");
        var calls = turn.Spending.Calls;
        var before = calls.Count;
        var promptTokens = memory.Window.PromptTokens(memory.Setup.Tokens.Count(turn.Prompt));
        try
        {
            var ((text, read), spent) = await attachments.ReadAsync(turn.Spender, turn.Spending, unread, memory.Setup, promptTokens, texts, stop);
            if (spent is not null)
                return spent;

            (turn.Text, turn.Attachments) = (text, unread with { Read = read });
            var reading = calls[before..];
            await replies.WriteAsync(
                session =>
                {
                    // In one transaction with the text: after a crash neither the text nor its cost is lost, and nothing is transcribed twice.
                    UsageWrites.Add(session, turn.Spender, time.GetUtcNow(), reading);
                    return AttachmentWrites.Store(session, turn.Id, turn.Sequence, turn.Text, turn.Attachments);
                },
                shutdown);
            calls.RemoveRange(before, reading.Count);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !shutdown.IsCancellationRequested)
        {
            // Stopped while reading: the model call that follows ends at once, and the outcome says that the turn was stopped.
        }

        return null;
    }
}
