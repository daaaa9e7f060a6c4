using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Interactions.Forgetting;

/// <summary>A forgotten conversation that can still be restored. The row is erased together with the turns that it covers.</summary>
internal sealed class ForgettingRow
{
    /// <summary>The command's turn (<see cref="Turns.History.TurnRow.Sequence"/>). Only earlier turns are forgotten.</summary>
    public required long Sequence { get; init; }

    public required long ConversationId { get; init; }

    public ConversationRow? Conversation { get; init; }

    /// <summary>The person who sent the command.</summary>
    public required long UserId { get; init; }

    public required DateTimeOffset ForgottenAt { get; init; }

    /// <summary>The conversation's <see cref="ConversationRow.TrimNoticed"/> before it was forgotten.</summary>
    public required bool TrimNoticed { get; init; }

    /// <summary>Whether the conversation was restored. The row stays until it expires, so that a repeated press gets the same answer.</summary>
    public required bool IsUndone { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ForgettingRow>
    {
        public void Configure(EntityTypeBuilder<ForgettingRow> builder)
        {
            builder.ToTable("Forgettings");
            builder.HasKey(row => row.Sequence);
            builder.Property(row => row.Sequence).ValueGeneratedNever();
            // The column keeps the name that existing databases have.
            builder.Property(row => row.UserId).HasColumnName("PersonId");
            builder.HasOne(row => row.Conversation).WithMany().HasForeignKey(row => row.ConversationId);
        }
    }
}
