using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WisdomWave.Dialog.Intake;

/// <summary>An update that has been taken: its key decides that a repeated one is the same turn, also after the turn was forgotten.</summary>
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
