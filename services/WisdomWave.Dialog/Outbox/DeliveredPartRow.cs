using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Outbox;

/// <summary>A Telegram message that carries a part of a reply.</summary>
internal sealed class DeliveredPartRow
{
    public required long TurnSequence { get; init; }

    public required int Part { get; init; }

    public required int MessageId { get; init; }

    public required PartState State { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<DeliveredPartRow>
    {
        public void Configure(EntityTypeBuilder<DeliveredPartRow> builder)
        {
            builder.HasKey(row => new { row.TurnSequence, row.Part });
            builder.HasOne<TurnRow>().WithMany().HasForeignKey(row => row.TurnSequence).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
