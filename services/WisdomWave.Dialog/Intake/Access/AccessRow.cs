using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>A person or chat that an admin has allowed or denied. Takes precedence over the configuration.</summary>
internal sealed class AccessRow
{
    /// <summary>The bot whose list it is; 0 for the list that bots without lists of their own share.</summary>
    public required long BotId { get; init; }

    /// <summary>Telegram's id: positive for people, negative for groups.</summary>
    public required long Id { get; init; }

    public required bool IsAllowed { get; init; }

    /// <inheritdoc cref="AccessRule.IsAdmin"/>
    public bool IsAdmin { get; init; }

    /// <summary>See <see cref="AccessRule.IsEarlier"/>. <see cref="BotId"/> is then always the bot itself.</summary>
    public bool IsEarlier { get; init; }

    /// <inheritdoc cref="AccessRule.Name"/>
    public string? Name { get; init; }

    /// <inheritdoc cref="AccessRule.Since"/>
    public DateTimeOffset? Since { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<AccessRow>
    {
        public void Configure(EntityTypeBuilder<AccessRow> builder)
        {
            builder.ToTable("Access");
            builder.HasKey(row => new { row.BotId, row.Id });
        }
    }
}
