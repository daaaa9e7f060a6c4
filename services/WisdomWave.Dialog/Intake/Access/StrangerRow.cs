using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>A person without access who has been told so. Each stranger is told once.</summary>
internal sealed class StrangerRow
{
    /// <summary>The bot whose access list it is; 0 for the list that bots without lists of their own share.</summary>
    public required long BotId { get; init; }

    public required long UserId { get; init; }

    public required DateTimeOffset ToldAt { get; init; }

    /// <summary>When the person asked for access; null when they have not.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>The person's display name when they asked.</summary>
    public string? Name { get; init; }

    /// <summary>The language tag of the person's Telegram client when they asked.</summary>
    public string? Language { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<StrangerRow>
    {
        public void Configure(EntityTypeBuilder<StrangerRow> builder)
        {
            builder.ToTable("Strangers");
            builder.HasKey(row => new { row.BotId, row.UserId });
            builder.HasIndex(row => row.ToldAt);
            // The column keeps the name that existing databases have.
            builder.Property(row => row.UserId).HasColumnName("PersonId");
        }
    }
}
