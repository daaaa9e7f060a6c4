using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>The settings of a chat in which somebody has changed any.</summary>
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

    /// <summary>Choices that are seldom made, as JSON (<see cref="SettingsExtras"/>); null for none.</summary>
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
