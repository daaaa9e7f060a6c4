using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Intake.Limits;

/// <summary>Limits how much one person may ask: questions and commands a minute, waiting messages, and length.</summary>
internal sealed class QuestionLimits : IDisposable
{
    private readonly RateLimitOptions _options;
    private readonly PartitionedRateLimiter<long> _questions;
    private readonly PartitionedRateLimiter<long> _commands;

    /// <summary>Limits the refusals themselves: a person who floods the bot gets one a minute.</summary>
    private readonly PartitionedRateLimiter<long> _refusals;

    public QuestionLimits(IOptions<RateLimitOptions> options)
    {
        _options = options.Value;
        _questions = PerMinute(_options.QuestionsPerMinute, _options.Minute);
        _commands = PerMinute(_options.CommandsPerMinute, _options.Minute);
        _refusals = PartitionedRateLimiter.Create<long, long>(person => RateLimitPartition.GetFixedWindowLimiter(
            person, _ => new() { PermitLimit = 1, Window = _options.Minute }));
    }

    /// <summary>
    /// Call once per message. People who write as a channel or as an anonymous admin count as one person per chat.
    /// <paramref name="pending"/> is the number of messages that wait in the conversation; <paramref name="asks"/> is true for a
    /// message that the model will answer.
    /// </summary>
    /// <returns>Null when the message may be accepted.</returns>
    public Refusal? Refuse(long userId, long chatId, int pending, bool asks)
    {
        userId = CountedId(userId, chatId);
        if (_options.PendingMessages > 0 && pending >= _options.PendingMessages)
            return Refuse(userId, "too_many_pending", texts => texts.LimitPending);
        if (!asks)
            return RefuseCommand(userId, chatId);

        using var lease = _questions.AttemptAcquire(userId);
        return lease.IsAcquired ? null : Refuse(userId, "rate_limited_person", texts => texts.LimitRate(_options.QuestionsPerMinute));
    }

    /// <summary>Like <see cref="Refuse(long, long, int, bool)"/>, for a command that does not wait in the conversation.</summary>
    public Refusal? RefuseCommand(long userId, long chatId)
    {
        userId = CountedId(userId, chatId);
        using var lease = _commands.AttemptAcquire(userId);
        return lease.IsAcquired ? null : Refuse(userId, "rate_limited_person", texts => texts.LimitCommands(_options.CommandsPerMinute));
    }

    /// <returns>Null when the question is short enough.</returns>
    public Refusal? RefuseLong(string question) => question.Length <= _options.LongestQuestion
        ? null
        : new Refusal("input_too_long", texts => texts.LimitLength(question.Length, _options.LongestQuestion));

    public void Dispose()
    {
        _questions.Dispose();
        _commands.Dispose();
        _refusals.Dispose();
    }

    private static long CountedId(long userId, long chatId) => userId < 0 ? chatId : userId;

    private static PartitionedRateLimiter<long> PerMinute(int permits, TimeSpan minute) => PartitionedRateLimiter.Create<long, long>(person => permits == 0
        ? RateLimitPartition.GetNoLimiter(person)
        : RateLimitPartition.GetSlidingWindowLimiter(
            person, _ => new() { PermitLimit = permits, Window = minute, SegmentsPerWindow = 6 }));

    private Refusal Refuse(long userId, string outcome, Func<Texts, string> sentence)
    {
        using var lease = _refusals.AttemptAcquire(userId);
        return lease.IsAcquired ? new Refusal(outcome, sentence) : new Refusal(outcome, _ => "", IsSilent: true);
    }
}

/// <summary>Why a message is refused. <c>Outcome</c> is the metrics label; <c>IsSilent</c> when the person was told a moment ago.</summary>
internal sealed record Refusal(string Outcome, Func<Texts, string> Sentence, bool IsSilent = false);
