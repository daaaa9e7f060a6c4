using WisdomWave.ServiceDefaults.Limits;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Ingress.Receiving;

/// <summary>
/// Who administers a group, for presses on buttons. An answer of Telegram is remembered for a short time, so that people who press
/// buttons again and again cost few calls.
/// </summary>
/// <param name="ask">Asks Telegram about a chat and a user; null when Telegram does not answer. Does not throw.</param>
/// <param name="options">How long and how often.</param>
/// <param name="time">The clock.</param>
internal sealed class MemberRights(Func<long, long, Task<bool?>> ask, PressOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(long Chat, long User), (long AskedAt, Task<bool?> Answer)> _remembered = [];
    private readonly TimedLimit<long> _calls = new(options.RightsPerMinute, TimeSpan.FromMinutes(1), time);

    /// <summary>False also when Telegram does not answer, or when too many other people of the group have pressed buttons in the last minute.</summary>
    public async ValueTask<bool> IsAdminAsync(long chatId, long userId, CancellationToken cancellationToken)
    {
        if (ChatAdmins.IsCertain(chatId, userId))
            return true;

        Task<bool?> answer;
        lock (_gate)
        {
            var now = time.GetTimestamp();
            foreach (var old in _remembered.Where(one => time.GetElapsedTime(one.Value.AskedAt, now) >= options.RememberRightsFor).Select(one => one.Key).ToList())
                _remembered.Remove(old);
            // A question that failed says nothing about the person: it is asked again.
            if (_remembered.TryGetValue((chatId, userId), out var known) && known.Answer is not { IsCompletedSuccessfully: true, Result: null })
                answer = known.Answer;
            else if (!_calls.TryTake(chatId))
                return false;
            else
                _remembered[(chatId, userId)] = (now, answer = ask(chatId, userId));
        }

        return await answer.WaitAsync(cancellationToken) is true;
    }
}

/// <summary>Limits of presses on buttons (<c>Presses</c>).</summary>
internal sealed class PressOptions
{
    public const string Section = "Presses";

    /// <summary>How long Telegram's answer to the question whether a person administers a group is used for further presses; 0 asks each time.</summary>
    public TimeSpan RememberRightsFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a bot asks this about one group in a minute. Beyond it, a person counts as not an admin.</summary>
    public int RightsPerMinute { get; set; } = 60;
}

internal static class PressesServiceCollectionExtensions
{
    public static void AddPresses(this IServiceCollection services) => services.AddOptions<PressOptions>()
        .BindConfiguration(PressOptions.Section)
        .Require("Presses:RememberRightsFor", options => options.RememberRightsFor >= TimeSpan.Zero, "is negative", "00:00:10")
        .Require("Presses:RightsPerMinute", options => options.RightsPerMinute > 0, "is not above 0", "60")
        .ValidateOnStart();
}
