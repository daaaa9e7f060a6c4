using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Localization;
using WisdomWave.ServiceDefaults.Limits;

namespace WisdomWave.Dialog.Intake.Limits;

/// <summary>Limits how much one person may ask: questions and commands a minute, waiting messages, and length.</summary>
internal sealed class QuestionLimits(IOptions<RateLimitOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly RateLimitOptions _options = options.Value;
    private readonly TimedLimit<long>? _questions = PerMinute(options.Value.QuestionsPerMinute, time);
    private readonly TimedLimit<long>? _commands = PerMinute(options.Value.CommandsPerMinute, time);

    /// <summary>Limits the refusals themselves: a person who floods the bot gets one a minute.</summary>
    private readonly TimedLimit<long> _refusals = new(permits: 1, Minute, time);

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

        return _questions is null || _questions.TryTake(userId)
            ? null
            : Refuse(userId, "rate_limited_person", texts => texts.LimitRate(_options.QuestionsPerMinute));
    }

    /// <summary>Like <see cref="Refuse(long, long, int, bool)"/>, for a command that does not wait in the conversation.</summary>
    public Refusal? RefuseCommand(long userId, long chatId)
    {
        userId = CountedId(userId, chatId);
        return _commands is null || _commands.TryTake(userId)
            ? null
            : Refuse(userId, "rate_limited_person", texts => texts.LimitCommands(_options.CommandsPerMinute));
    }

    /// <returns>Null when the question is short enough.</returns>
    public Refusal? RefuseLong(string question) => question.Length <= _options.LongestQuestion
        ? null
        : new Refusal("input_too_long", texts => texts.LimitLength(question.Length, _options.LongestQuestion));

    private static long CountedId(long userId, long chatId) => userId < 0 ? chatId : userId;

    /// <returns>Null when there is no limit.</returns>
    private static TimedLimit<long>? PerMinute(int permits, TimeProvider time) => permits == 0 ? null : new(permits, Minute, time);

    private Refusal Refuse(long userId, string outcome, Func<Texts, string> sentence) =>
        _refusals.TryTake(userId) ? new Refusal(outcome, sentence) : new Refusal(outcome, _ => "", IsSilent: true);
}

/// <summary>Why a message is refused. <c>Outcome</c> is the metrics label; <c>IsSilent</c> when the person was told a moment ago.</summary>
internal sealed record Refusal(string Outcome, Func<Texts, string> Sentence, bool IsSilent = false);
