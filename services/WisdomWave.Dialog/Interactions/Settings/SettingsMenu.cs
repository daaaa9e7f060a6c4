using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>Creates the settings message with its keyboard, one page per section.</summary>
internal sealed class SettingsMenu(ModelCatalog models)
{
    /// <summary>Telegram allows 100 buttons.</summary>
    private const int MostChoices = 90;

    public Reply Page(SettingsSection section, ChatSettings settings, long botId, ChatKind chat, Texts texts) =>
        section == SettingsSection.All ? Overview(settings, botId, chat, texts) : Choices(section, settings, botId, chat, texts);

    /// <returns>Applies the chosen value to settings; null when the value does not exist (anymore).</returns>
    public Func<ChatSettings, ChatSettings>? Choice(SettingsButton button, ChatSettings settings, long botId, ChatKind chat, Texts texts) =>
        SettingsChoices.Of(button.Section, settings, chat, models.For(botId), texts).FirstOrDefault(choice => choice.Value == button.Value)?.Choose;

    /// <summary>The label of the current value.</summary>
    public string Current(SettingsSection section, ChatSettings settings, long botId, ChatKind chat, Texts texts) => section == SettingsSection.Persona
        ? Personas.NameOf(settings, texts)
        : SettingsChoices.Of(section, settings, chat, models.For(botId), texts).FirstOrDefault(choice => choice.IsChosen)?.Label ?? "";

    private Reply Overview(ChatSettings settings, long botId, ChatKind chat, Texts texts)
    {
        var sections = SettingsChoices.Sections(chat, models.For(botId).Find(settings.Model));
        var lines = sections.Select(section => $"- {texts.Section(section)}: **{Current(section, settings, botId, chat, texts)}**");
        return new Reply($"{texts.Settings}\n\n{string.Join('\n', lines)}")
        {
            Buttons = [.. sections.Select(section => new ReplyButton(texts.Section(section), new SettingsButton(section).ToString())).Chunk(2)],
        };
    }

    private Reply Choices(SettingsSection section, ChatSettings settings, long botId, ChatKind chat, Texts texts)
    {
        var choices = SettingsChoices.Of(section, settings, chat, models.For(botId), texts).Take(MostChoices);
        ReplyButton[][] rows =
        [
            .. choices.Select(choice => (ReplyButton[])[new(choice.IsChosen ? $"✓ {choice.Label}" : choice.Label, new SettingsButton(section, choice.Value).ToString())]),
            [new($"‹ {texts.Back}", new SettingsButton(SettingsSection.All).ToString())],
        ];
        return new Reply($"**{texts.Section(section)}**\n\n{texts.Explain(section)}") { Buttons = rows };
    }
}
