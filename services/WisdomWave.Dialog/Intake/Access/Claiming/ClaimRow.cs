using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WisdomWave.Dialog.Intake.Access.Claiming;

/// <summary>The code that makes its sender the admin of a bot that has none; the row goes when the bot has one.</summary>
internal sealed class ClaimRow
{
    public required long BotId { get; init; }

    /// <summary>Of the bot, without the @.</summary>
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
