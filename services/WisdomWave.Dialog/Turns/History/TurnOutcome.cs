using System.Text.Json;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Spending;

namespace WisdomWave.Dialog.Turns.History;

/// <summary>The outcome of a turn: its reply, and what is stored with it.</summary>
internal sealed record TurnOutcome
{
    public required long Sequence { get; init; }

    public required Reply Reply { get; init; }

    /// <summary>The quoted reasoning (Markdown), which is shown before the reply but is not part of the answer.</summary>
    public string Quote { get; init; } = "";

    /// <summary>Whether later prompts include question and answer.</summary>
    public bool Remembered { get; init; }

    public int QuestionTokens { get; init; }

    public int AnswerTokens { get; init; }

    public FailureKind? Failure { get; init; }

    public string? Model { get; init; }

    public AnswerSource? Source { get; init; }

    public TokenUsage Usage { get; init; } = new(0, 0);

    /// <summary>The outcome's label in metrics.</summary>
    public string Label
    {
        // RateLimited → rate_limited, as in the labels of the other services.
        get => field ?? (Failure is { } failure ? JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.ToString()) : "answered");
        init;
    }

    public static TurnOutcome OfCommand(long sequence, Reply reply) => new() { Sequence = sequence, Reply = reply };

    public static TurnOutcome OfFailure(long sequence, FailureKind failure, Texts texts) =>
        new() { Sequence = sequence, Reply = new Reply(texts.Failure(failure)), Failure = failure };

    public static TurnOutcome OfSpentBudget(long sequence, BudgetNotice budget, Texts texts) =>
        OfCommand(sequence, new Reply(texts.BudgetSpent(budget))) with { Label = "budget_spent" };

    public TurnOutcome WithFootnote(string sentence) => this with
    {
        Reply = Reply with { Footnote = Reply.Footnote is { } other ? $"{other}\n{sentence}" : sentence },
    };

    /// <param name="preface">The bot's own text before the reply.</param>
    /// <param name="begun">The turn that this one has started; null for none.</param>
    public TurnEvent ToEvent(string preface, TurnRef? begun = null)
    {
        var before = preface + Quote;
        var reply = before.Length == 0 ? Reply : Reply with { Markdown = before + Reply.Markdown };
        return Failure is { } kind ? new TurnFailed(kind, reply) : new TurnCompleted(reply) { Started = begun };
    }
}
