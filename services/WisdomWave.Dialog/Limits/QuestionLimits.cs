using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Wording;

namespace WisdomWave.Dialog.Limits;

/// <summary>Keeps one person from asking more than can be meant.</summary>
internal sealed class QuestionLimits : IDisposable
{
    private readonly RateLimitOptions _options;
    private readonly PartitionedRateLimiter<long> _questions;

    /// <summary>Who floods the bot is not to be flooded by it.</summary>
    private readonly PartitionedRateLimiter<long> _sentences;

    public QuestionLimits(IOptions<RateLimitOptions> options)
    {
        _options = options.Value;
        _questions = PartitionedRateLimiter.Create<long, long>(person => _options.QuestionsPerMinute == 0
            ? RateLimitPartition.GetNoLimiter(person)
            : RateLimitPartition.GetSlidingWindowLimiter(
                person,
                _ => new() { PermitLimit = _options.QuestionsPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));
        _sentences = PartitionedRateLimiter.Create<long, long>(person => RateLimitPartition.GetFixedWindowLimiter(
            person, _ => new() { PermitLimit = 1, Window = TimeSpan.FromMinutes(1) }));
    }

    /// <summary>To be asked once for every message that is to be taken.</summary>
    /// <param name="personId">Who wrote it.</param>
    /// <param name="chatId">Where. All who write there as a channel or as an anonymous admin count as one.</param>
    /// <param name="pending">Messages of the dialogue that wait already.</param>
    /// <param name="asks">Whether the model is to answer it.</param>
    /// <returns>Null when the message may be taken.</returns>
    public Refusal? Refuse(long personId, long chatId, int pending, bool asks)
    {
        if (personId < 0)
            personId = chatId;
        if (_options.PendingMessages > 0 && pending >= _options.PendingMessages)
            return Refuse(personId, "too_many_pending", texts => texts.LimitPending);
        if (!asks)
            return null;

        using var lease = _questions.AttemptAcquire(personId);
        return lease.IsAcquired ? null : Refuse(personId, "rate_limited_person", texts => texts.LimitRate(_options.QuestionsPerMinute));
    }

    /// <returns>Null when the question is short enough.</returns>
    public Refusal? RefuseLong(string question) => question.Length <= _options.LongestQuestion
        ? null
        : new Refusal("input_too_long", texts => texts.LimitLength(question.Length, _options.LongestQuestion));

    public void Dispose()
    {
        _questions.Dispose();
        _sentences.Dispose();
    }

    private Refusal Refuse(long personId, string outcome, Func<Texts, string> sentence)
    {
        using var lease = _sentences.AttemptAcquire(personId);
        return new Refusal(outcome, lease.IsAcquired ? sentence : _ => "");
    }
}
