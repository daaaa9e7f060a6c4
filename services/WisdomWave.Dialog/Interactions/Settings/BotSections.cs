using System.Globalization;
using Microsoft.Extensions.Options;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>
/// The bots with settings of their own (<c>Bots:home:Id</c>, <c>Bots:home:Persona</c>, …). Every other bot uses the common settings,
/// so dialog does not need to know it in advance.
/// </summary>
internal sealed class BotSections
{
    private readonly Dictionary<long, BotSection> _byId = [];

    /// <exception cref="StartupException">An entry has no id, or the id of another entry.</exception>
    public BotSections(IConfiguration configuration)
    {
        foreach (var section in configuration.GetSection("Bots").GetChildren())
        {
            if (!long.TryParse(section["Id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
                throw new StartupException($"{section.Path}:Id is not a bot id; a good value is 123456789, the digits before the colon in the bot's token.");
            if (!_byId.TryAdd(id, new BotSection(id, section)))
                throw new StartupException($"{section.Path}:Id is also the id of {_byId[id].Path}; a good value is the id of another bot.");
        }
    }

    public IReadOnlyCollection<BotSection> All => _byId.Values;

    /// <summary>Returns null for a bot without settings of its own.</summary>
    public BotSection? Find(long botId) => _byId.GetValueOrDefault(botId);

    /// <summary>The name of the options that apply to a bot.</summary>
    public string OptionsFor(long botId) => Find(botId)?.Path ?? Options.DefaultName;
}

/// <summary>A bot with settings of its own: its Telegram id and its part of the section <c>Bots</c>.</summary>
internal sealed record BotSection(long Id, IConfigurationSection Configuration)
{
    /// <summary>The name of its options, also used in messages to the operator: <c>Bots:home</c>.</summary>
    public string Path { get; } = Configuration.Path;

    /// <summary>Whether the bot has its own lists and admins. Rules set by these admins apply to no other bot.</summary>
    public bool OwnsAccess { get; } = Has(Configuration, "Access");

    /// <summary>Whether the bot has its own budgets. Spending with this bot then counts for it alone.</summary>
    public bool OwnsBudgets { get; } = Has(Configuration, "Budgets");

    /// <summary>A setting of the bot; null when the common one applies.</summary>
    public string? Text(string name) => string.IsNullOrWhiteSpace(Configuration[name]) ? null : Configuration[name]!.Trim();

    private static bool Has(IConfigurationSection section, string name) => section.GetSection(name).AsEnumerable().Any(setting => !string.IsNullOrWhiteSpace(setting.Value));
}
