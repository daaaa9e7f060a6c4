using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Prompting;

/// <summary>Derives what a conversation's prompts need from its settings and pins.</summary>
internal sealed class PromptSetups
{
    private const string PinnedHeading = "Pinned messages of this conversation, to be kept in mind:";

    private readonly ModelCatalog _models;
    private readonly TokenCounters _counters;
    private readonly LearnedLimits _limits;
    private readonly string _operatorsPersona;
    private readonly Dictionary<long, PromptSetups> _ofBots = [];

    private (int Version, PromptSetup Setup) _default;

    public PromptSetups(ModelCatalog models, TokenCounters counters, LearnedLimits limits, IOptionsMonitor<ModelOptions> options, BotSections bots)
        : this(models, counters, limits, options.CurrentValue.Persona)
    {
        foreach (var bot in bots.All)
            _ofBots.Add(bot.Id, new PromptSetups(models.For(bot.Id), counters, limits, options.Get(bot.Path).Persona));
    }

    private PromptSetups(ModelCatalog models, TokenCounters counters, LearnedLimits limits, string operatorsPersona)
    {
        (_models, _counters, _limits, _operatorsPersona) = (models, counters, limits, operatorsPersona);
        _default = (limits.Version, Make(ChatSettings.Default, Texts.In(null), []));
    }

    /// <summary>Changes when setups that were created earlier are outdated.</summary>
    public int Version => _limits.Version;

    /// <summary>Shared by all conversations without settings of their own, which are the most.</summary>
    public PromptSetup Default
    {
        get
        {
            lock (_ofBots)
            {
                if (_default.Version != Version)
                    _default = (Version, Make(ChatSettings.Default, Texts.In(null), []));
                return _default.Setup;
            }
        }
    }

    /// <summary>The setups for the conversations of one bot.</summary>
    public PromptSetups For(long botId) => _ofBots.GetValueOrDefault(botId, this);

    /// <summary>Lowers the limit of a model that rejected a prompt as too long. Setups created afterwards respect it.</summary>
    public void LearnLimit(PromptSetup setup, ContextOverflow? overflow, int promptTokens) =>
        _limits.Learn(setup.Model.Name, overflow, promptTokens, setup.Budget.AnswerTokens + setup.Model.RoomForReasoning(setup.Effort));

    public PromptSetup Of(ChatSettings settings, Texts texts, IReadOnlyList<Pin> pins) =>
        ReferenceEquals(settings, ChatSettings.Default) && pins.Count == 0 ? Default : Make(settings, texts, pins);

    private PromptSetup Make(ChatSettings settings, Texts texts, IReadOnlyList<Pin> pins)
    {
        var model = _models.Find(settings.Model);
        if (_limits.Of(model.Name) is { } limit)
            model = model.Within(limit);
        var tokens = _counters.For(model);
        var persona = Personas.TextOf(settings, _operatorsPersona, texts);
        var (pinned, pinnedTokens, fitting) = Pinned(pins, tokens, PromptBudget.LargestPinned(model.MaxTokens));
        return new(model, tokens, new PromptBudget(model.MaxTokens, tokens.Count(persona), pinnedTokens), persona, pinned, fitting)
        {
            Effort = model.Reasons ? settings.Effort ?? model.Effort : null,
            ShowsThoughts = settings.ShowsThoughts,
        };
    }

    /// <summary>Takes the pins that fit: a smaller model chosen later may have no room for the last ones.</summary>
    private static (string? Text, int Tokens, int Fitting) Pinned(IReadOnlyList<Pin> pins, TokenCounter tokens, int limit)
    {
        var text = PinnedHeading;
        var (count, fitting) = (0, 0);
        foreach (var pin in pins)
        {
            var longer = $"{text}\n\n{pin.Text}";
            var grown = tokens.Count(longer);
            if (grown > limit)
                break;

            (text, count) = (longer, grown);
            fitting++;
        }

        return fitting == 0 ? (null, 0, 0) : (text, count, fitting);
    }
}

/// <summary>
/// The common part of a conversation's prompts. <paramref name="Persona"/> is the first message, <paramref name="Pinned"/> the second
/// (null when nothing is pinned), which holds <paramref name="PinnedCount"/> pins: as many as the model has room for.
/// </summary>
internal sealed record PromptSetup(OfferedModel Model, TokenCounter Tokens, PromptBudget Budget, string Persona, string? Pinned, int PinnedCount)
{
    /// <summary>Null leaves the effort to the provider, also for models that do not reason.</summary>
    public ReasoningEffort? Effort { get; init; }

    /// <summary>Whether the person sees the model's reasoning.</summary>
    public bool ShowsThoughts { get; init; }
}
