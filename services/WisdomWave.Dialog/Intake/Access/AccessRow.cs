using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>A person or a chat that an admin has let in or out, whatever the configuration says.</summary>
internal sealed class AccessRow
{
    /// <summary>The bot whose admin it was; 0 for all the bots that share lists and admins.</summary>
    public required long BotId { get; init; }

    /// <summary>Telegram's number; those of people and groups differ by their sign.</summary>
    public required long Id { get; init; }

    public required bool IsAllowed { get; init; }

    /// <inheritdoc cref="AccessRule.IsAdmin"/>
    public bool IsAdmin { get; init; }

    /// <summary>As of <see cref="AccessRule.IsEarlier"/>; then <see cref="BotId"/> is the bot itself.</summary>
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
