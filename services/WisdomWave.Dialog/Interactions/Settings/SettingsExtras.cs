using System.Text.Json;
using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>Choices that are seldom made, as they are stored: <c>{"effort":"Low","showsThoughts":true}</c>. A new one needs no migration.</summary>
internal sealed record SettingsExtras(ReasoningEffort? Effort = null, bool ShowsThoughts = false)
{
    private static readonly SettingsExtras None = new();

    public static SettingsExtras Read(string? json) =>
        json is null ? None : JsonSerializer.Deserialize(json, StoredJson.Default.SettingsExtras) ?? None;

    /// <returns>Null when nothing was chosen.</returns>
    public static string? Write(ChatSettings settings) =>
        new SettingsExtras(settings.Effort, settings.ShowsThoughts) is var extras && extras != None
            ? JsonSerializer.Serialize(extras, StoredJson.Default.SettingsExtras)
            : null;
}
