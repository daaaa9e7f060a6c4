using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Outbox;

/// <summary>How often the delivery of a reply was gone on with. Few turns have one: the first delivery is not counted.</summary>
internal sealed class RedeliveryRow
{
    public required long TurnSequence { get; init; }

    public required int Times { get; init; }

    /// <summary>What had arrived at the last time, as of <see cref="ProgressOf"/>. When more has arrived since, the count is void.</summary>
    public required int Progress { get; init; }

    /// <summary>Rises with each part that begins or is complete; the same sum as in <see cref="RedeliveryWrites"/>.</summary>
    public static int ProgressOf(IEnumerable<DeliveredPart> parts) => parts.Sum(part => part.State == PartState.Placeholder ? 1 : 2);

    internal sealed class Configuration : IEntityTypeConfiguration<RedeliveryRow>
    {
        public void Configure(EntityTypeBuilder<RedeliveryRow> builder)
        {
            builder.HasKey(row => row.TurnSequence);
            builder.Property(row => row.TurnSequence).ValueGeneratedNever();
            builder.HasOne<TurnRow>().WithMany().HasForeignKey(row => row.TurnSequence).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
