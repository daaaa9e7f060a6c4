using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>/settings and the shortcuts /model, /persona and /language.</summary>
internal sealed class SettingsCommands(ChatSettingsStore store, SettingsMenu menu, ModelCatalog all, TokenCounters counters, ConversationRights rights)
{
    /// <summary>A persona is part of every prompt, so its length is limited.</summary>
    private const int MaxPersonaTokens = 1000;

    public async Task<Reply> ReplyToAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var texts = call.Texts;
        if (!await rights.IsAdminAsync(Actor.Of(call), cancellationToken))
            return new Reply(texts.AdminsOnly);

        var (section, argument) = (SectionOf(call.Command.Kind), call.Command.Argument);
        if (section == SettingsSection.All || argument.Length == 0)
            return menu.Page(section, call.Settings, call.Key.BotId, call.ChatKind, texts);

        var models = all.For(call.Key.BotId);
        if (section == SettingsSection.Persona && Tokens(argument, models) is var tokens && tokens > LongestOwnPersona(models))
            return new Reply(texts.PersonaTooLong(tokens, LongestOwnPersona(models)));
        if (Choice(section, argument, models) is not { } choose)
            return menu.Page(section, call.Settings, call.Key.BotId, call.ChatKind, texts) with { Markdown = Unknown(section, argument, texts) };

        var changed = await store.ChangeAsync(call.Key.BotId, call.Key.ChatId, choose);
        texts = Texts.Of(changed, call.Turn.Language);
        return new Reply($"✓ {texts.Section(section)}: **{menu.Current(section, changed, call.Key.BotId, call.ChatKind, texts)}**");
    }

    /// <summary>The persona must leave room for the conversation with every model that may be chosen later.</summary>
    private static int LongestOwnPersona(ModelCatalog models) => Math.Min(MaxPersonaTokens, models.Offered.Min(model => model.MaxTokens) / 4);

    private static SettingsSection SectionOf(CommandKind kind) => kind switch
    {
        CommandKind.Model => SettingsSection.Model,
        CommandKind.Persona => SettingsSection.Persona,
        CommandKind.Language => SettingsSection.Language,
        _ => SettingsSection.All,
    };

    private static Func<ChatSettings, ChatSettings>? Choice(SettingsSection section, string argument, ModelCatalog models) => section switch
    {
        SettingsSection.Model => Find(argument, models) is { } model ? changed => changed with { Model = model == models.Default ? null : model.Name } : null,
        SettingsSection.Persona => Personas.Find(argument) is { } ready
            ? changed => changed with { ReadyPersona = ready, OwnPersona = null }
            : changed => changed with { OwnPersona = argument },
        _ => argument.ToLowerInvariant() switch
        {
            "ru" or "русский" => changed => changed with { Language = "ru" },
            "en" or "english" => changed => changed with { Language = "en" },
            "auto" or "авто" => changed => changed with { Language = null },
            _ => null,
        },
    };

    private static OfferedModel? Find(string name, ModelCatalog models) => models.Offered.FirstOrDefault(model =>
        model.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || model.Title.Equals(name, StringComparison.OrdinalIgnoreCase));

    private int Tokens(string text, ModelCatalog models) => counters.For(models.Default).Count(text);

    private static string Unknown(SettingsSection section, string argument, Texts texts) => section == SettingsSection.Model
        ? texts.UnknownModel(TextCut.Preview(argument))
        : texts.UnknownLanguage;
}
