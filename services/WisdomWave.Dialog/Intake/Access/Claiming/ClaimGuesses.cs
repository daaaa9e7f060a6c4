using System.Threading.RateLimiting;

namespace WisdomWave.Dialog.Intake.Access.Claiming;

/// <summary>
/// Limits wrong codes, for each person and for each bot. At 20 in a minute it takes longer than 10,000 years to try half of all codes.
/// </summary>
internal sealed class ClaimGuesses : IDisposable
{
    private readonly PartitionedRateLimiter<(long Bot, long Person)> _ofPerson = PartitionedRateLimiter.Create<(long Bot, long Person), (long, long)>(
        guess => RateLimitPartition.GetFixedWindowLimiter(guess, _ => new() { PermitLimit = 5, Window = TimeSpan.FromMinutes(10) }));

    private readonly PartitionedRateLimiter<long> _ofBot = PartitionedRateLimiter.Create<long, long>(
        bot => RateLimitPartition.GetFixedWindowLimiter(bot, _ => new() { PermitLimit = 20, Window = TimeSpan.FromMinutes(1) }));

    /// <returns>False when the code must not even be looked at.</returns>
    public bool Allow(long botId, long personId)
    {
        using var ofPerson = _ofPerson.AttemptAcquire((botId, personId));
        if (!ofPerson.IsAcquired)
            return false;

        using var ofBot = _ofBot.AttemptAcquire(botId);
        return ofBot.IsAcquired;
    }

    public void Dispose()
    {
        _ofPerson.Dispose();
        _ofBot.Dispose();
    }
}
