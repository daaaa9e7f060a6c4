using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Interactions.Forgetting;

/// <summary>A conversation was forgotten and can still be brought back. The row is erased together with what it covers.</summary>
internal sealed class ForgettingRow
{
    /// <summary>The turn of the command (<see cref="Turns.History.TurnRow.Sequence"/>). Only earlier turns are forgotten.</summary>
    public required long Sequence { get; init; }

    public required long ConversationId { get; init; }

    public ConversationRow? Conversation { get; init; }

    /// <summary>Who asked for it.</summary>
    public required long PersonId { get; init; }

    public required DateTimeOffset ForgottenAt { get; init; }

    /// <summary>As it was in the conversation (<see cref="ConversationRow.TrimNoticed"/>).</summary>
    public required bool TrimNoticed { get; init; }

    /// <summary>Whether it was brought back. The row stays until its time is over, so that a press that comes twice gets the same answer.</summary>
    public required bool IsUndone { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ForgettingRow>
    {
        public void Configure(EntityTypeBuilder<ForgettingRow> builder)
        {
            builder.ToTable("Forgettings");
            builder.HasKey(row => row.Sequence);
            builder.Property(row => row.Sequence).ValueGeneratedNever();
            builder.HasOne(row => row.Conversation).WithMany().HasForeignKey(row => row.ConversationId);
        }
    }
}
