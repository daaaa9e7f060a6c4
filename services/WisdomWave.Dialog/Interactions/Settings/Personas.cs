using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>Resolves the persona: the operator's, a ready-made one, or one in the person's own words.</summary>
internal static class Personas
{
    /// <summary>The keys of ready-made personas; their names and prompts are in Texts.resx.</summary>
    public static readonly IReadOnlyList<string> Ready = ["Teacher", "Programmer", "Editor", "Translator", "Coach", "Brief"];

    /// <returns>The prompt for the model.</returns>
    public static string TextOf(ChatSettings settings, string operators, Texts texts) =>
        settings.OwnPersona
        ?? (settings.ReadyPersona is { } ready && Ready.Contains(ready) ? texts.PersonaText(ready) : operators);

    /// <returns>The name to display.</returns>
    public static string NameOf(ChatSettings settings, Texts texts) =>
        settings.OwnPersona is { } own ? TextCut.Preview(own)
        : settings.ReadyPersona is { } ready && Ready.Contains(ready) ? texts.PersonaName(ready)
        : texts.PersonaDefault;

    /// <summary>Finds a ready-made persona by its name in any language.</summary>
    public static string? Find(string name) => Ready.FirstOrDefault(key =>
        Texts.All.Any(texts => texts.PersonaName(key).Equals(name, StringComparison.OrdinalIgnoreCase)) || key.Equals(name, StringComparison.OrdinalIgnoreCase));
}
