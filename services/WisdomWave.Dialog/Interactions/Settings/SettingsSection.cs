namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>The pages of the settings keyboard; their names are in its buttons.</summary>
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
