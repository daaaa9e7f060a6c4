using System.Text;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Budgeting;
using WisdomWave.Dialog.Completion;
using WisdomWave.Dialog.History;
using WisdomWave.Dialog.Wording;

namespace WisdomWave.Dialog.Conversations;

/// <summary>Gets a question answered: makes room for it in the window, asks the model, streams, tries again while that can help.</summary>
internal sealed partial class QuestionRunner(
    CompletionClient completion,
    PromptPictures pictures,
    IOptions<QuestionOptions> options,
    IOptions<AttachmentOptions> attachments,
    DialogMetrics metrics,
    TimeProvider time,
    ILogger<QuestionRunner> logger)
{
    /// <summary>What the question came to; the window has lost the turns that had to leave.</summary>
    /// <param name="turn">The question.</param>
    /// <param name="memory">The conversation's.</param>
    /// <param name="texts">The bot's own words.</param>
    /// <param name="tellWhenTrimmed">Whether to tell the person when old turns leave the window.</param>
    /// <param name="stop">The person stops the answer: what has come so far is kept.</param>
    /// <param name="shutdown">The process ends: the turn stays unfinished.</param>
    /// <exception cref="OperationCanceledException">On <paramref name="shutdown"/>.</exception>
    public async Task<QuestionResult> RunAsync(
        PendingTurn turn, ConversationMemory memory, Texts texts, bool tellWhenTrimmed, CancellationToken stop, CancellationToken shutdown)
    {
        var read = turn.Attachments?.Read;
        if (read is { IsAnswerable: false })
            return new(TurnOutcome.OfCommand(turn.Sequence, new Reply(string.Join("\n\n", read.Notes))), false);

        var setup = memory.Setup;
        var questionTokens = setup.Tokens.Count(turn.Prompt) + ((read?.Pictures.Count ?? 0) * attachments.Value.PictureTokens);
        var room = memory.Window.MakeRoom(questionTokens);
        if (room == RoomFound.QuestionTooLong)
        {
            var reply = new Reply(texts.QuestionTooLong(questionTokens, setup.Budget.HistoryTokens));
            return new(TurnOutcome.OfCommand(turn.Sequence, reply) with { Failure = FailureKind.ContextTooLong }, false);
        }

        var answer = new StringBuilder();
        ShowPreface(turn);
        var end = await AskAsync(memory, turn, answer, stop, shutdown);
        var outcome = Outcome(turn, setup, end, answer.ToString(), questionTokens, texts);
        outcome = AnswerButtons.Under(outcome, turn.Id, (end as CompletionCompleted)?.Finish, texts);
        foreach (var note in read?.Notes ?? [])
            outcome = WithFootnote(outcome, note);
        if (room != RoomFound.OldestLeft)
            return new(outcome, false);

        return new(tellWhenTrimmed ? WithFootnote(outcome, texts.WindowTrimmed) : outcome, true);
    }

    /// <returns>How it ended; null when the person stopped it.</returns>
    private async Task<CompletionEvent?> AskAsync(
        ConversationMemory memory, PendingTurn turn, StringBuilder answer, CancellationToken stop, CancellationToken shutdown)
    {
        CompletionRequest? request = null;
        var started = time.GetTimestamp();
        var delay = options.Value.FirstRetryDelay;
        while (true)
        {
            turn.Live.Notify(NoticeKind.Thinking);
            try
            {
                request ??= await PromptAsync(turn, memory, stop);
                var end = await StreamAsync(request, turn, answer, stop);
                var canRetry = end is CompletionFailed { Kind: FailureKind.Unavailable };
                if (!canRetry || time.GetElapsedTime(started) + delay > options.Value.RetryFor)
                    return end;

                LogRetrying(turn.Id, delay);
                await Task.Delay(delay, time, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                shutdown.ThrowIfCancellationRequested();
                return null;
            }

            delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, options.Value.LongestRetryDelay.Ticks));
            if (answer.Length > 0)
            {
                answer.Clear();
                turn.Live.Notify(NoticeKind.StartedAnew);
                ShowPreface(turn);
            }
        }
    }

    private async Task<CompletionEvent> StreamAsync(
        CompletionRequest request, PendingTurn turn, StringBuilder answer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var completionEvent in completion.CompleteAsync(request, cancellationToken))
            {
                if (completionEvent is not CompletionDelta delta)
                    return completionEvent;

                answer.Append(delta.Text);
                turn.Live.Append(delta.Text);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            LogCompletionAway(turn.Id, exception.GetType().Name);
        }

        // Cut without an end: the completion service went away.
        return new CompletionFailed(FailureKind.Unavailable);
    }

    private static void ShowPreface(PendingTurn turn)
    {
        if (turn.Preface.Length > 0)
            turn.Live.Append(turn.Preface);
    }

    private async Task<CompletionRequest> PromptAsync(PendingTurn turn, ConversationMemory memory, CancellationToken cancellationToken)
    {
        var (setup, turns) = (memory.Setup, memory.Window.Turns);
        var images = await pictures.FindAsync(
            turn.Live.Turn.BotId, setup.Model.Name, turn.Attachments?.Read?.Pictures ?? [], turns, cancellationToken);
        var messages = new List<PromptMessage>(3 + (2 * turns.Count)) { new(PromptRole.System, setup.Persona) };
        if (setup.Pinned is { } pinned)
            messages.Add(new(PromptRole.User, pinned));
        foreach (var remembered in turns)
        {
            messages.Add(new(PromptRole.User, remembered.Question) { Images = images.GetValueOrDefault(remembered.Sequence) });
            messages.Add(new(PromptRole.Assistant, remembered.Answer));
        }

        messages.Add(new(PromptRole.User, turn.Prompt) { Images = images.GetValueOrDefault(long.MaxValue) });
        return new CompletionRequest
        {
            Model = setup.Model.Name,
            Messages = messages,
            MaxOutputTokens = setup.Budget.AnswerTokens,
            Scope = memory.Scope,
            Fresh = turn.Fresh,
        };
    }

    private TurnOutcome Outcome(PendingTurn turn, PromptSetup setup, CompletionEvent? end, string answer, int questionTokens, Texts texts)
    {
        if (end is CompletionFailed { Kind: not FailureKind.CutOff } failed || (end is CompletionFailed && answer.Length == 0))
        {
            var kind = ((CompletionFailed)end).Kind;
            LogNoAnswer(turn.Id, kind);
            return TurnOutcome.OfFailure(turn.Sequence, kind, texts);
        }

        if (answer.Length == 0)
            return TurnOutcome.OfCommand(turn.Sequence, new Reply(end is null ? texts.Stopped : texts.Failure(FailureKind.Refused)));

        var outcome = new TurnOutcome
        {
            Sequence = turn.Sequence,
            Reply = new Reply(answer),
            Remembered = true,
            QuestionTokens = questionTokens,
            AnswerTokens = setup.Tokens.Count(answer),
        };
        return end switch
        {
            CompletionCompleted completed => Finished(turn, setup, outcome, completed, texts),
            CompletionFailed => WithFootnote(outcome, texts.Failure(FailureKind.CutOff)),
            _ => WithFootnote(outcome, texts.Stopped),
        };
    }

    private TurnOutcome Finished(PendingTurn turn, PromptSetup setup, TurnOutcome outcome, CompletionCompleted completed, Texts texts)
    {
        metrics.TokensUsed(completed.Usage, completed.Source);
        var used = completed.Usage.TotalTokens;
        var maxTokens = setup.Budget.MaxTokens;
        LogTokensUsed(used, 100.0 * used / maxTokens, maxTokens, turn.Id);
        outcome = outcome with { Model = completed.Model, Source = completed.Source, Usage = completed.Usage };
        if (completed.Source == AnswerSource.Cache)
            outcome = WithFootnote(outcome, texts.FromCache);
        return completed.Finish switch
        {
            FinishKind.Length => WithFootnote(outcome, texts.CutByLength),
            FinishKind.ContentFilter => WithFootnote(outcome, texts.CutByFilter),
            _ => outcome,
        };
    }

    private static TurnOutcome WithFootnote(TurnOutcome outcome, string sentence) => outcome with
    {
        Reply = outcome.Reply with { Footnote = outcome.Reply.Footnote is { } other ? $"{other}\n{sentence}" : sentence },
    };

    [LoggerMessage(LogLevel.Information, "tokens used: {Tokens} ({Percent:F2} % of {MaxTokens}), turn {Turn}")]
    private partial void LogTokensUsed(int tokens, double percent, int maxTokens, Guid turn);

    [LoggerMessage(LogLevel.Warning, "Turn {Turn} got no answer: {Failure}")]
    private partial void LogNoAnswer(Guid turn, FailureKind failure);

    [LoggerMessage(LogLevel.Warning, "Completion went away during turn {Turn} ({Error})")]
    private partial void LogCompletionAway(Guid turn, string error);

    [LoggerMessage(LogLevel.Information, "Turn {Turn} asks again in {Delay}")]
    private partial void LogRetrying(Guid turn, TimeSpan delay);
}
