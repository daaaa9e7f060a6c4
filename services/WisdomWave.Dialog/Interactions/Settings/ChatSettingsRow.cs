using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>The settings of a chat that has changed any of them.</summary>
internal sealed class ChatSettingsRow
{
    public required long BotId { get; init; }

    public required long ChatId { get; init; }

    public string? Language { get; init; }

    public string? Model { get; init; }

    public string? ReadyPersona { get; init; }

    public string? OwnPersona { get; init; }

    public required ReplyStyle Style { get; init; }

    public required TokenWarnings Warnings { get; init; }

    public required bool IsShared { get; init; }

    /// <summary>Rarely changed settings as JSON (<see cref="SettingsExtras"/>); null for none.</summary>
    public string? Extras { get; init; }

    public ChatSettings ToSettings() => new()
    {
        Language = Language,
        Model = Model,
        ReadyPersona = ReadyPersona,
        OwnPersona = OwnPersona,
        Style = Style,
        Warnings = Warnings,
        IsShared = IsShared,
        Effort = SettingsExtras.Read(Extras).Effort,
        ShowsThoughts = SettingsExtras.Read(Extras).ShowsThoughts,
    };

    internal sealed class Configuration : IEntityTypeConfiguration<ChatSettingsRow>
    {
        public void Configure(EntityTypeBuilder<ChatSettingsRow> builder)
        {
            builder.ToTable("ChatSettings");
            builder.HasKey(row => new { row.BotId, row.ChatId });
        }
    }
}

/// <summary>Rarely changed settings, stored as <c>{"effort":"Low","showsThoughts":true}</c>. Adding one needs no migration.</summary>
internal sealed record SettingsExtras(ReasoningEffort? Effort = null, bool ShowsThoughts = false)
{
    private static readonly SettingsExtras None = new();

    public static SettingsExtras Read(string? json) =>
        json is null ? None : JsonSerializer.Deserialize(json, StoredJson.Default.SettingsExtras) ?? None;

    /// <returns>Null when all have their defaults.</returns>
    public static string? Write(ChatSettings settings) =>
        new SettingsExtras(settings.Effort, settings.ShowsThoughts) is var extras && extras != None
            ? JsonSerializer.Serialize(extras, StoredJson.Default.SettingsExtras)
            : null;
}
