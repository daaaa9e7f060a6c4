using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Outbox;

/// <summary>How often the delivery of a reply was restarted. Few turns have a row: the first delivery is not counted.</summary>
internal sealed class RedeliveryRow
{
    public required long TurnSequence { get; init; }

    public required int Times { get; init; }

    /// <summary>The value of <see cref="ProgressOf"/> at the last restart. The count is void once the progress is higher.</summary>
    public required int Progress { get; init; }

    /// <summary>Rises with each part that is started or completed. Must equal the sum in <see cref="RedeliveryWrites"/>.</summary>
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
