using WisdomWave.ServiceDefaults.Limits;

namespace WisdomWave.Dialog.Intake.Access.Claiming;

/// <summary>
/// Limits attempts to claim a bot, per person and per bot. At 20 attempts a minute, trying half of all codes takes more than
/// 10,000 years.
/// </summary>
internal sealed class ClaimGuesses(TimeProvider time)
{
    private static readonly TimeSpan PersonWindow = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BotWindow = TimeSpan.FromMinutes(1);

    private readonly TimedLimit<(long Bot, long Person)> _perPerson = new(5, PersonWindow, time);
    private readonly TimedLimit<long> _perBot = new(20, BotWindow, time);

    /// <summary>Limits the answers to refused attempts, which cost a message each.</summary>
    private readonly TimedLimit<(long Bot, long Person)> _answersPerPerson = new(1, PersonWindow, time);
    private readonly TimedLimit<long> _answersPerBot = new(20, BotWindow, time);

    /// <returns>False when the attempt must be refused without checking the code.</returns>
    public bool Allow(long botId, long userId) => _perPerson.TryTake((botId, userId)) && _perBot.TryTake(botId);

    /// <summary>Whether the person is told that an attempt was refused.</summary>
    public bool MayAnswer(long botId, long userId) => _answersPerPerson.TryTake((botId, userId)) && _answersPerBot.TryTake(botId);
}
