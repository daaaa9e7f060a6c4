using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WisdomWave.Dialog.Intake.BotStarts;

/// <summary>The last start of a bot of which its admins were told.</summary>
internal sealed class BotStartRow
{
    public required long BotId { get; init; }

    /// <summary>Version and commit.</summary>
    public required string Version { get; init; }

    public required DateTimeOffset ToldAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<BotStartRow>
    {
        public void Configure(EntityTypeBuilder<BotStartRow> builder)
        {
            builder.ToTable("BotStarts");
            builder.HasKey(row => row.BotId);
            builder.Property(row => row.BotId).ValueGeneratedNever();
        }
    }
}
