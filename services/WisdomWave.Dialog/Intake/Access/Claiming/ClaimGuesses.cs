using System.Threading.RateLimiting;

namespace WisdomWave.Dialog.Intake.Access.Claiming;

/// <summary>
/// Limits attempts to claim a bot, per person and per bot. At 20 attempts a minute, trying half of all codes takes more than
/// 10,000 years.
/// </summary>
internal sealed class ClaimGuesses : IDisposable
{
    private readonly PartitionedRateLimiter<(long Bot, long Person)> _perPerson = PartitionedRateLimiter.Create<(long Bot, long Person), (long, long)>(
        guess => RateLimitPartition.GetFixedWindowLimiter(guess, _ => new() { PermitLimit = 5, Window = TimeSpan.FromMinutes(10) }));

    private readonly PartitionedRateLimiter<long> _perBot = PartitionedRateLimiter.Create<long, long>(
        bot => RateLimitPartition.GetFixedWindowLimiter(bot, _ => new() { PermitLimit = 20, Window = TimeSpan.FromMinutes(1) }));

    /// <returns>False when the attempt must be refused without checking the code.</returns>
    public bool Allow(long botId, long userId)
    {
        using var ofPerson = _perPerson.AttemptAcquire((botId, userId));
        if (!ofPerson.IsAcquired)
            return false;

        using var ofBot = _perBot.AttemptAcquire(botId);
        return ofBot.IsAcquired;
    }

    public void Dispose()
    {
        _perPerson.Dispose();
        _perBot.Dispose();
    }
}
