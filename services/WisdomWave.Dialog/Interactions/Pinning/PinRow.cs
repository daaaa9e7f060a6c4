using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Interactions.Pinning;

/// <summary>A text that goes with every question of its dialogue.</summary>
internal sealed class PinRow
{
    public long Id { get; init; }

    public required long ConversationId { get; init; }

    public ConversationRow? Conversation { get; init; }

    /// <summary>Telegram's number of the message: pinned twice, it is one pin.</summary>
    public required int MessageId { get; init; }

    public required string Text { get; init; }

    /// <summary>Who pinned it; 0 when that is not known.</summary>
    public required long PersonId { get; init; }

    /// <summary>The forgetting (<see cref="Forgetting.ForgettingRow.Sequence"/>) that took it away and can still be undone; null while it is in force.</summary>
    public long? ForgottenIn { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<PinRow>
    {
        public void Configure(EntityTypeBuilder<PinRow> builder)
        {
            builder.ToTable("Pins");
            builder.HasOne(row => row.Conversation).WithMany().HasForeignKey(row => row.ConversationId);
            builder.HasIndex(row => new { row.ConversationId, row.MessageId }).IsUnique();
        }
    }
}
