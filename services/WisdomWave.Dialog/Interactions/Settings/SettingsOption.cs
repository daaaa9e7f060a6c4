namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>One choice of a section.</summary>
/// <param name="Value">As buttons carry it.</param>
/// <param name="Label">As people see it.</param>
/// <param name="IsChosen">Whether it is in force.</param>
/// <param name="Choose">The settings with it.</param>
internal sealed record SettingsOption(string Value, string Label, bool IsChosen, Func<ChatSettings, ChatSettings> Choose);
