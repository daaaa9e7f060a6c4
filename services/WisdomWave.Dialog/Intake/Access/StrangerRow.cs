using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>Somebody who may not use the bots and has been told so: once is enough.</summary>
internal sealed class StrangerRow
{
    /// <summary>The bot that told it; 0 for all the bots that share lists and admins.</summary>
    public required long BotId { get; init; }

    public required long PersonId { get; init; }

    public required DateTimeOffset ToldAt { get; init; }

    /// <summary>When they asked an admin to be let in; null when they have not.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>As others see it, when they asked.</summary>
    public string? Name { get; init; }

    /// <summary>The tag of their client, when they asked.</summary>
    public string? Language { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<StrangerRow>
    {
        public void Configure(EntityTypeBuilder<StrangerRow> builder)
        {
            builder.ToTable("Strangers");
            builder.HasKey(row => new { row.BotId, row.PersonId });
            builder.HasIndex(row => row.ToldAt);
        }
    }
}
