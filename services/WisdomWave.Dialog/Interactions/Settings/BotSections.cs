using System.Globalization;
using Microsoft.Extensions.Options;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>
/// The bots that have settings of their own (<c>Bots:home:Id</c>, <c>Bots:home:Persona</c>, …). Any other bot is served with
/// the common ones: dialog need not have heard of it.
/// </summary>
internal sealed class BotSections
{
    private readonly Dictionary<long, BotSection> _byId = [];

    /// <exception cref="StartupException">An entry has no number, or one that another has.</exception>
    public BotSections(IConfiguration configuration)
    {
        foreach (var section in configuration.GetSection("Bots").GetChildren())
        {
            if (!long.TryParse(section["Id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
                throw new StartupException($"{section.Path}:Id is not a bot's number; a good value is 123456789, what its token has before the colon.");
            if (!_byId.TryAdd(id, new BotSection(id, section)))
                throw new StartupException($"{section.Path}:Id is also that of {_byId[id].Path}; a good value is another bot's number.");
        }
    }

    public IReadOnlyCollection<BotSection> All => _byId.Values;

    /// <summary>Null for a bot without settings of its own.</summary>
    public BotSection? Find(long botId) => _byId.GetValueOrDefault(botId);

    /// <summary>The name of the options that hold for a bot.</summary>
    public string OptionsFor(long botId) => Find(botId)?.Path ?? Options.DefaultName;
}
