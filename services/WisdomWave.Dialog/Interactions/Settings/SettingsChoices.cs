using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>The values that can be chosen in each section.</summary>
internal static class SettingsChoices
{
    private const string Default = "default";

    /// <summary>The sections that apply to this kind of chat and to its current model.</summary>
    public static IReadOnlyList<SettingsSection> Sections(ChatKind chat, OfferedModel model) =>
    [
        SettingsSection.Language, SettingsSection.Model,
        .. model.Reasons ? [SettingsSection.Effort, SettingsSection.Thoughts] : Array.Empty<SettingsSection>(),
        SettingsSection.Persona, SettingsSection.Style, SettingsSection.Warnings,
        .. chat == ChatKind.Group ? [SettingsSection.Sharing] : Array.Empty<SettingsSection>(),
    ];

    public static IReadOnlyList<SettingsChoice> Of(SettingsSection section, ChatSettings settings, ChatKind chat, ModelCatalog models, Texts texts) => section switch
    {
        SettingsSection.Language => [Language(null, settings, texts.LanguageAuto), Language("ru", settings, "Русский"), Language("en", settings, "English")],
        SettingsSection.Model => [.. models.Offered.Select(model => Model(model, settings, models))],
        SettingsSection.Persona => [Persona(null, settings, texts.PersonaDefault), .. Personas.Ready.Select(key => Persona(key, settings, texts.PersonaName(key)))],
        SettingsSection.Effort when models.Find(settings.Model) is { Reasons: true } model =>
            [Effort(null, settings, texts.EffortDefault(model.Effort)), .. Enum.GetValues<ReasoningEffort>().Select(effort => Effort(effort, settings, texts.Effort(effort)))],
        SettingsSection.Thoughts => [Thoughts(false, settings, texts.ThoughtsHidden), Thoughts(true, settings, texts.ThoughtsShown)],
        SettingsSection.Style => [.. Enum.GetValues<ReplyStyle>().Where(style => Suits(style, chat)).Select(style => Style(style, settings, texts))],
        SettingsSection.Warnings => [.. Enum.GetValues<TokenWarnings>().Select(warnings => Warnings(warnings, settings, texts))],
        SettingsSection.Sharing when chat == ChatKind.Group => [Sharing(false, settings, texts), Sharing(true, settings, texts)],
        _ => [],
    };

    // Telegram supports drafts only in private chats.
    private static bool Suits(ReplyStyle style, ChatKind chat) => style != ReplyStyle.Drafts || chat == ChatKind.Private;

    private static SettingsChoice Language(string? language, ChatSettings settings, string label) =>
        new(language ?? "auto", label, settings.Language == language, changed => changed with { Language = language });

    private static SettingsChoice Model(OfferedModel model, ChatSettings settings, ModelCatalog models) =>
        new(model.Key, model.Title, models.Find(settings.Model) == model, changed => changed with { Model = model == models.Default ? null : model.Name });

    private static SettingsChoice Persona(string? key, ChatSettings settings, string label) => new(
        key ?? Default,
        label,
        settings.OwnPersona is null && settings.ReadyPersona == key,
        changed => changed with { ReadyPersona = key, OwnPersona = null });

    private static SettingsChoice Effort(ReasoningEffort? effort, ChatSettings settings, string label) =>
        new(effort?.ToString() ?? Default, label, settings.Effort == effort, changed => changed with { Effort = effort });

    private static SettingsChoice Thoughts(bool areShown, ChatSettings settings, string label) =>
        new(areShown ? "shown" : "hidden", label, settings.ShowsThoughts == areShown, changed => changed with { ShowsThoughts = areShown });

    private static SettingsChoice Style(ReplyStyle style, ChatSettings settings, Texts texts) =>
        new(style.ToString(), texts.Style(style), settings.Style == style, changed => changed with { Style = style });

    private static SettingsChoice Warnings(TokenWarnings warnings, ChatSettings settings, Texts texts) =>
        new(warnings.ToString(), texts.Warnings(warnings), settings.Warnings == warnings, changed => changed with { Warnings = warnings });

    private static SettingsChoice Sharing(bool isShared, ChatSettings settings, Texts texts) =>
        new(isShared ? "one" : "own", isShared ? texts.SharingOne : texts.SharingOwn, settings.IsShared == isShared, changed => changed with { IsShared = isShared });
}

/// <summary>The pages of the settings keyboard. Button data contains these names.</summary>
internal enum SettingsSection
{
    All,
    Language,
    Model,
    Persona,
    Effort,
    Thoughts,
    Style,
    Warnings,
    Sharing,
}

/// <summary>A value that can be chosen in a section: its button data, its label, and how to apply it.</summary>
internal sealed record SettingsChoice(string Value, string Label, bool IsChosen, Func<ChatSettings, ChatSettings> Choose);
