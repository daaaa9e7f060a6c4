using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>Who the bot can be: the operator's persona, a ready one, or the person's own words.</summary>
internal static class Personas
{
    /// <summary>The keys of the ready ones; names and words are texts.</summary>
    public static readonly IReadOnlyList<string> Ready = ["Teacher", "Programmer", "Editor", "Translator", "Coach", "Brief"];

    /// <returns>What the model is told.</returns>
    public static string TextOf(ChatSettings settings, string operators, Texts texts) =>
        settings.OwnPersona
        ?? (settings.ReadyPersona is { } ready && Ready.Contains(ready) ? texts.PersonaText(ready) : operators);

    /// <returns>What the person is shown.</returns>
    public static string NameOf(ChatSettings settings, Texts texts) =>
        settings.OwnPersona is { } own ? Preview.Of(own)
        : settings.ReadyPersona is { } ready && Ready.Contains(ready) ? texts.PersonaName(ready)
        : texts.PersonaDefault;

    /// <summary>The ready persona that somebody means by its name in any language.</summary>
    public static string? Find(string name) => Ready.FirstOrDefault(key =>
        Texts.All.Any(texts => texts.PersonaName(key).Equals(name, StringComparison.OrdinalIgnoreCase)) || key.Equals(name, StringComparison.OrdinalIgnoreCase));
}
