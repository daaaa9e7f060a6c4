using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Prompting;

/// <summary>The models that people can choose: all configured models, or the subset that a bot offers.</summary>
internal sealed class ModelCatalog
{
    private readonly Dictionary<long, ModelCatalog> _ofBots = [];

    /// <exception cref="StartupException">A bot names a model that is not configured.</exception>
    public ModelCatalog(IOptions<ModelOptions> model, IOptions<ModelListOptions> list, IOptionsMonitor<ModelOptions> ofBots, BotSections bots)
    {
        var listed = list.Value.Models;
        var others = listed.Any(other => other.Name == model.Value.Name) ? listed : [new ListedModel { Name = model.Value.Name }, .. listed];
        Offered =
        [
            .. others.DistinctBy(other => other.Name).Select(other => Offer(other, model.Value.MaxTokens)),
        ];
        Default = Offered.First(offered => offered.Name == model.Value.Name);
        foreach (var bot in bots.All)
            _ofBots.Add(bot.Id, new ModelCatalog(this, ofBots.Get(bot.Path), bot));
    }

    private static OfferedModel Offer(ListedModel model, int maxTokens)
    {
        var offered = new OfferedModel(model.Name, string.IsNullOrWhiteSpace(model.Title) ? model.Name : model.Title, maxTokens, model.Prices)
        {
            Effort = model.ReasoningEffort,
            Reasons = model.Reasons,
            ReasoningTokens = model.ReasoningTokens,
        };

        // The context size includes the reasoning.
        return model.ContextTokens is { } context ? offered.Within(context) : offered;
    }

    private ModelCatalog(ModelCatalog all, ModelOptions model, BotSection bot)
    {
        Offered = model.Offered.Count == 0
            ? all.Offered
            : [.. model.Offered.Select(name => Known(name, "Models")).Distinct()];
        Default = Known(model.Name, "Model");
        if (!Offered.Contains(Default))
            Offered = [Default, .. Offered];

        OfferedModel Known(string name, string setting) => all.Offered.FirstOrDefault(known => known.Name == name)
            ?? throw new StartupException(
                $"{bot.Path}:{setting} names a model that is neither MODEL_NAME nor one of Models; a good value is {all.Default.Name}.");
    }

    public IReadOnlyList<OfferedModel> Offered { get; }

    /// <summary><c>MODEL_NAME</c>, or the bot's own model. Always offered.</summary>
    public OfferedModel Default { get; }

    /// <summary>Whether costs can be shown.</summary>
    public bool HavePrices => Offered.Any(model => model.Prices is not null);

    /// <summary>The models that one bot offers.</summary>
    public ModelCatalog For(long botId) => _ofBots.GetValueOrDefault(botId, this);

    /// <summary>Returns the default when no model is named, or one that is no longer offered.</summary>
    public OfferedModel Find(string? name) => Offered.FirstOrDefault(model => model.Name == name) ?? Default;
}
