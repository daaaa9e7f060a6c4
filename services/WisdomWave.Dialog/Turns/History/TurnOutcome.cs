using System.Text.Json;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Spending;

namespace WisdomWave.Dialog.Turns.History;

/// <summary>What a turn came to.</summary>
internal sealed record TurnOutcome
{
    public required long Sequence { get; init; }

    public required Reply Reply { get; init; }

    /// <summary>Markdown before the reply that is no part of the answer: what the model thought.</summary>
    public string Quote { get; init; } = "";

    /// <summary>Whether question and answer go into later prompts.</summary>
    public bool Remembered { get; init; }

    public int QuestionTokens { get; init; }

    public int AnswerTokens { get; init; }

    public FailureKind? Failure { get; init; }

    public string? Model { get; init; }

    public AnswerSource? Source { get; init; }

    public TokenUsage Usage { get; init; } = new(0, 0);

    /// <summary>For metrics.</summary>
    public string Label
    {
        // RateLimited → rate_limited, as the other services' labels are written.
        get => field ?? (Failure is { } failure ? JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.ToString()) : "answered");
        init;
    }

    public static TurnOutcome OfCommand(long sequence, Reply reply) => new() { Sequence = sequence, Reply = reply };

    public static TurnOutcome OfFailure(long sequence, FailureKind failure, Texts texts) =>
        new() { Sequence = sequence, Reply = new Reply(texts.Failure(failure)), Failure = failure };

    public static TurnOutcome OfSpentBudget(long sequence, BudgetNotice budget, Texts texts) =>
        OfCommand(sequence, new Reply(texts.BudgetSpent(budget))) with { Label = "budget_spent" };

    /// <param name="preface">What the person reads before it, and the model never said.</param>
    /// <param name="begun">A turn that it has begun; null for none.</param>
    public TurnEvent ToEvent(string preface, TurnRef? begun = null)
    {
        var before = preface + Quote;
        var reply = before.Length == 0 ? Reply : Reply with { Markdown = before + Reply.Markdown };
        return Failure is { } kind ? new TurnFailed(kind, reply) : new TurnCompleted(reply) { Begun = begun };
    }
}
