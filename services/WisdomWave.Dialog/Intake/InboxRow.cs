using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WisdomWave.Dialog.Intake;

/// <summary>An accepted update. Its key makes a repeated update join the same turn, even after the turn was forgotten.</summary>
internal sealed class InboxRow
{
    public required long BotId { get; init; }

    public required long UpdateId { get; init; }

    public required Guid TurnId { get; init; }

    public required DateTimeOffset TakenAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<InboxRow>
    {
        public void Configure(EntityTypeBuilder<InboxRow> builder)
        {
            builder.HasKey(row => new { row.BotId, row.UpdateId });

            // For pruning.
            builder.HasIndex(row => row.TakenAt);
        }
    }
}
