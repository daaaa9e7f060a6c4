using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Intake.Limits;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Spending;
using WisdomWave.Dialog.Spending.Usage;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>Asks a question once it is complete: all its parts are there, and what was attached has been read.</summary>
internal sealed class Answering(
    AttachmentReader attachments, QuestionRunner questions, QuestionLimits limits, ReplyStore replies, TimeProvider time)
{
    /// <summary>Asks again should it turn out that a part was still to come.</summary>
    /// <param name="turn">The question.</param>
    /// <param name="memory">The conversation's.</param>
    /// <param name="texts">The bot's own words.</param>
    /// <param name="tellWhenTrimmed">Whether to tell the person when old turns leave the window.</param>
    /// <param name="stop">The person stops the answer: what has come so far is kept.</param>
    /// <param name="shutdown">The process ends: the turn stays unfinished.</param>
    /// <exception cref="OperationCanceledException">On <paramref name="shutdown"/>.</exception>
    public async Task<QuestionResult> AnswerAsync(
        Turn turn,
        ConversationMemory memory,
        Texts texts,
        bool tellWhenTrimmed,
        CancellationToken stop,
        CancellationToken shutdown)
    {
        if (turn.Growing is not { } growing)
            return await ReadAndAskAsync(stop);

        var windowMoved = false;
        while (true)
        {
            await growing.WaitUntilQuietAsync(stop);
            if (growing.Parts.Count > 1)
                (turn.Text, turn.Attachments) = (growing.Text, TurnAttachments.Of(growing.Files, growing.Text));

            QuestionResult result;
            using (var asking = growing.BeginAnswering(stop))
                result = await ReadAndAskAsync(asking.Token);
            windowMoved |= result.WindowMoved;
            if (await growing.SettleAsync())
                return result with { WindowMoved = windowMoved };

            turn.Live.Notify(NoticeKind.StartedAnew);
        }

        async Task<QuestionResult> ReadAndAskAsync(CancellationToken asking)
        {
            // What has been read from attachments is bounded by its tokens; these are the person's own words.
            if (turn.Attachments is not { Read: not null } && limits.RefuseLong(turn.Text) is { } refusal)
                return new(TurnOutcome.OfCommand(turn.Sequence, new Reply(refusal.Sentence(texts))) with { Label = refusal.Outcome }, false);

            if (await ReadAsync(turn, memory, texts, asking, shutdown) is { } spent)
                return new(TurnOutcome.OfSpentBudget(turn.Sequence, spent, texts), false);

            return await questions.RunAsync(turn, memory, texts, tellWhenTrimmed, asking, shutdown);
        }
    }

    /// <returns>The budget that does not bear it; null otherwise.</returns>
    private async Task<BudgetNotice?> ReadAsync(Turn turn, ConversationMemory memory, Texts texts, CancellationToken stop, CancellationToken shutdown)
    {
        if (turn.Attachments is not { Read: null } unread)
            return null;

        var calls = turn.Spending.Calls;
        var before = calls.Count;
        var promptTokens = memory.Window.PromptTokens(memory.Setup.Tokens.Count(turn.Prompt));
        turn.Live.Notify(NoticeKind.Thinking);
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
                    // With the words, which are not heard again: a crash loses neither them nor what they took.
                    UsageWrites.Add(session, turn.Spender, time.GetUtcNow(), reading);
                    return AttachmentWrites.Store(session, turn.Id, turn.Sequence, turn.Text, turn.Attachments);
                },
                shutdown);
            calls.RemoveRange(before, reading.Count);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !shutdown.IsCancellationRequested)
        {
            // Stopped while reading: nothing is asked, and the outcome says so.
        }

        return null;
    }
}
