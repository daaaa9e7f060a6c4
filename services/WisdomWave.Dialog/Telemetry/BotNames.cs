using System.Collections.Concurrent;
using WisdomWave.Dialog.Interactions.Settings;

namespace WisdomWave.Dialog.Telemetry;

/// <summary>
/// The names of bots, for metrics. Dialog knows bots by their ids; names come from their sections, and for a bot without one from ingress,
/// which reports each start of a bot.
/// </summary>
internal sealed class BotNames
{
    /// <summary>What ingress calls the bot of <c>TELEGRAM_BOT_TOKEN</c>, which has no section.</summary>
    public const string Default = "bot";

    private const int Longest = 64;

    private readonly ConcurrentDictionary<long, string> _names = new();

    public BotNames(BotSections bots)
    {
        foreach (var bot in bots.All)
            _names[bot.Id] = Cut(bot.Text("Name") ?? bot.Configuration.Key);
    }

    /// <summary>The bots that are known so far.</summary>
    public IReadOnlyCollection<KeyValuePair<long, string>> All => _names.ToArray();

    public string Of(long botId) => _names.GetValueOrDefault(botId, Default);

    /// <param name="botId">The bot.</param>
    /// <param name="name">Null when ingress does not tell it.</param>
    public void Learn(long botId, string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            _names.TryAdd(botId, Default);
        else
            _names[botId] = Cut(name.Trim());
    }

    private static string Cut(string name) => name.Length <= Longest ? name : name[..Longest];
}
