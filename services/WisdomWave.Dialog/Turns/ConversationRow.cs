using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Turns;

/// <summary>A conversation of one person, or of a whole group, with one bot in one chat (and topic).</summary>
internal sealed class ConversationRow
{
    public long Id { get; init; }

    public required long BotId { get; init; }

    public required long ChatId { get; init; }

    public required ChatKind ChatKind { get; init; }

    /// <summary>0 outside topics, because NULLs would be distinct in the unique index.</summary>
    public required int TopicId { get; init; }

    /// <summary>0 for a group's shared conversation.</summary>
    public required long UserId { get; init; }

    /// <summary>The first turn (by <see cref="History.TurnRow.Sequence"/>) in the prompt window.</summary>
    public long WindowStart { get; init; }

    /// <summary>Whether the person has been told that old turns left the window.</summary>
    public bool TrimNoticed { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ConversationRow>
    {
        public void Configure(EntityTypeBuilder<ConversationRow> builder) =>
            builder.HasIndex(row => new { row.BotId, row.ChatId, row.TopicId, row.UserId }).IsUnique();
    }
}
