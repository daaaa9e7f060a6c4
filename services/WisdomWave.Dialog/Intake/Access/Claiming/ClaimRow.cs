using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WisdomWave.Dialog.Intake.Access.Claiming;

/// <summary>The code that makes its sender the admin of a bot. The row is deleted once the bot has an admin.</summary>
internal sealed class ClaimRow
{
    public required long BotId { get; init; }

    /// <summary>The bot's username, without the @.</summary>
    public required string Username { get; init; }

    public required string Code { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ClaimRow>
    {
        public void Configure(EntityTypeBuilder<ClaimRow> builder)
        {
            builder.ToTable("Claims");
            builder.HasKey(row => row.BotId);
            builder.Property(row => row.BotId).ValueGeneratedNever();
        }
    }
}
