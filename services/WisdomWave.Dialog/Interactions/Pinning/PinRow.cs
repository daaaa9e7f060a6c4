using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Interactions.Pinning;

/// <summary>A text that is part of every prompt of its conversation.</summary>
internal sealed class PinRow
{
    public long Id { get; init; }

    public required long ConversationId { get; init; }

    public ConversationRow? Conversation { get; init; }

    /// <summary>Telegram's message id. A message pinned twice is one pin.</summary>
    public required int MessageId { get; init; }

    public required string Text { get; init; }

    /// <summary>The person who pinned it; 0 when unknown.</summary>
    public required long UserId { get; init; }

    /// <summary>The <see cref="Forgetting.ForgettingRow.Sequence"/> that hides the pin and can still be undone; null for a visible pin.</summary>
    public long? ForgottenIn { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<PinRow>
    {
        public void Configure(EntityTypeBuilder<PinRow> builder)
        {
            builder.ToTable("Pins");
            // The column keeps the name that existing databases have.
            builder.Property(row => row.UserId).HasColumnName("PersonId");
            builder.HasOne(row => row.Conversation).WithMany().HasForeignKey(row => row.ConversationId);
            builder.HasIndex(row => new { row.ConversationId, row.MessageId }).IsUnique();
        }
    }
}

/// <summary>A pinned message. <c>Id</c> is the database row, <c>MessageId</c> is Telegram's.</summary>
[GenerateSerializer, Immutable]
internal sealed record Pin(long Id, int MessageId, string Text);
