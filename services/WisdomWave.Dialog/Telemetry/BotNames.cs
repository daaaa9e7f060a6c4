using System.Collections.Concurrent;
using System.Globalization;
using WisdomWave.Dialog.Interactions.Settings;

namespace WisdomWave.Dialog.Telemetry;

/// <summary>
/// The names of bots, for metrics. Dialog knows bots by their ids; names come from their sections. The app host tells the id of the bot of
/// <c>TELEGRAM_BOT_TOKEN</c>, which has no section, and ingress tells the name of each bot that it starts.
/// </summary>
internal sealed class BotNames
{
    /// <summary>What ingress calls the bot of <c>TELEGRAM_BOT_TOKEN</c>, which has no section.</summary>
    public const string Default = "bot";

    /// <summary>The id of that bot.</summary>
    public const string DefaultIdSetting = "TELEGRAM_BOT_ID";

    private const int Longest = 64;

    private readonly ConcurrentDictionary<long, string> _names = new();

    public BotNames(BotSections bots, IConfiguration configuration)
    {
        if (long.TryParse(configuration[DefaultIdSetting], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            _names[id] = Default;
        foreach (var bot in bots.All)
            _names[bot.Id] = Cut(bot.Text("Name") ?? bot.Configuration.Key);
    }

    /// <summary>The bots that are known so far.</summary>
    public IReadOnlyCollection<KeyValuePair<long, string>> All => _names.ToArray();

    public string Of(long botId) => _names.GetValueOrDefault(botId, Default);

    /// <summary>Notes that a bot has started. A bot that had this name before has been replaced, and would be measured under the same labels.</summary>
    /// <param name="botId">The bot.</param>
    /// <param name="name">Null when ingress does not tell it.</param>
    public void Learn(long botId, string? name)
    {
        var learned = string.IsNullOrWhiteSpace(name) ? _names.GetValueOrDefault(botId, Default) : Cut(name.Trim());
        foreach (var (other, known) in _names)
        {
            if (other != botId && known == learned)
                _names.TryRemove(other, out _);
        }

        _names[botId] = learned;
    }

    private static string Cut(string name) => name.Length <= Longest ? name : name[..Longest];
}
