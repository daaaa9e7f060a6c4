using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Intake.Limits;

/// <summary>Keeps one person from sending more than can be meant.</summary>
internal sealed class QuestionLimits : IDisposable
{
    private readonly RateLimitOptions _options;
    private readonly PartitionedRateLimiter<long> _questions;
    private readonly PartitionedRateLimiter<long> _commands;

    /// <summary>Who floods the bot is not to be flooded by it.</summary>
    private readonly PartitionedRateLimiter<long> _sentences;

    public QuestionLimits(IOptions<RateLimitOptions> options)
    {
        _options = options.Value;
        _questions = EachMinute(_options.QuestionsPerMinute);
        _commands = EachMinute(_options.CommandsPerMinute);
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
        personId = Counted(personId, chatId);
        if (_options.PendingMessages > 0 && pending >= _options.PendingMessages)
            return Refuse(personId, "too_many_pending", texts => texts.LimitPending);
        if (!asks)
            return RefuseCommand(personId, chatId);

        using var lease = _questions.AttemptAcquire(personId);
        return lease.IsAcquired ? null : Refuse(personId, "rate_limited_person", texts => texts.LimitRate(_options.QuestionsPerMinute));
    }

    /// <summary>As <see cref="Refuse(long, long, int, bool)"/>, for a command that need not wait for others.</summary>
    public Refusal? RefuseCommand(long personId, long chatId)
    {
        personId = Counted(personId, chatId);
        using var lease = _commands.AttemptAcquire(personId);
        return lease.IsAcquired ? null : Refuse(personId, "rate_limited_person", texts => texts.LimitCommands(_options.CommandsPerMinute));
    }

    /// <returns>Null when the question is short enough.</returns>
    public Refusal? RefuseLong(string question) => question.Length <= _options.LongestQuestion
        ? null
        : new Refusal("input_too_long", texts => texts.LimitLength(question.Length, _options.LongestQuestion));

    public void Dispose()
    {
        _questions.Dispose();
        _commands.Dispose();
        _sentences.Dispose();
    }

    private static long Counted(long personId, long chatId) => personId < 0 ? chatId : personId;

    private static PartitionedRateLimiter<long> EachMinute(int permits) => PartitionedRateLimiter.Create<long, long>(person => permits == 0
        ? RateLimitPartition.GetNoLimiter(person)
        : RateLimitPartition.GetSlidingWindowLimiter(
            person, _ => new() { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));

    private Refusal Refuse(long personId, string outcome, Func<Texts, string> sentence)
    {
        using var lease = _sentences.AttemptAcquire(personId);
        return lease.IsAcquired ? new Refusal(outcome, sentence) : new Refusal(outcome, _ => "", IsSilent: true);
    }
}
