using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Dialog.Turns.History;

/// <summary>A message of a person and the reply to it.</summary>
internal sealed class TurnRow
{
    /// <summary>The order in which turns were accepted, within a conversation and over all.</summary>
    public long Sequence { get; init; }

    public required Guid Id { get; init; }

    public required long ConversationId { get; init; }

    public ConversationRow? Conversation { get; init; }

    public required TurnState State { get; init; }

    /// <summary>Whether it is an answered question: it belongs to the history unless it is <see cref="Forgotten"/>.</summary>
    public required bool Remembered { get; init; }

    /// <summary>Whether the person had it forgotten or taken back. It is erased as soon as its reply has arrived and nothing can bring it back.</summary>
    public bool Forgotten { get; init; }

    /// <summary>The forgetting (<see cref="Interactions.Forgetting.ForgettingRow.Sequence"/>) that can still be undone; null for none.</summary>
    public long? ForgottenIn { get; init; }

    /// <summary>Whether the model answers it; commands are answered by the bot itself.</summary>
    public required bool IsQuestion { get; init; }

    /// <summary>Whether its answer must not come from the cache: the person wanted another one.</summary>
    public bool Fresh { get; init; }

    /// <summary>Who asked.</summary>
    public required long PersonId { get; init; }

    /// <summary>How the model is to call who asked; in shared dialogues only.</summary>
    public string? PersonName { get; init; }

    /// <summary>Telegram's number of the person's message.</summary>
    public required int MessageId { get; init; }

    public required string Question { get; init; }

    /// <summary>The messages that the question was put together from, as JSON, while its reply is still to be made.</summary>
    public string? Parts { get; init; }

    /// <summary>What was sent beside the text and what came of reading it, as JSON; null for text alone.</summary>
    public string? Attachments { get; init; }

    /// <summary>Counted once, when the answer was stored; 0 before.</summary>
    public int QuestionTokens { get; init; }

    /// <summary>The tag of the person's client when they asked, for the bot's own words.</summary>
    public string? Language { get; init; }

    public string? Answer { get; init; }

    public int AnswerTokens { get; init; }

    public string? Footnote { get; init; }

    /// <summary>The reply's buttons and documents, as JSON (<see cref="ReplyExtras"/>).</summary>
    public string? Extras { get; init; }

    /// <summary>What a command was sent with, as JSON (<see cref="Interactions.Commands.CommandContext"/>).</summary>
    public string? Circumstances { get; init; }

    /// <summary>Set when the answer is the bot's own words about a failure.</summary>
    public FailureKind? Failure { get; init; }

    public string? Model { get; init; }

    public AnswerSource? Source { get; init; }

    public int InputTokens { get; init; }

    public int CachedInputTokens { get; init; }

    public int OutputTokens { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>How often a later process began it again, because an earlier one had ended without a reply.</summary>
    public int Restarts { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<TurnRow>
    {
        public void Configure(EntityTypeBuilder<TurnRow> builder)
        {
            builder.HasKey(row => row.Sequence);
            builder.HasIndex(row => row.Id).IsUnique();
            builder.HasOne(row => row.Conversation).WithMany().HasForeignKey(row => row.ConversationId);
            builder.HasIndex(row => new { row.ConversationId, row.Sequence });

            // What a restart looks for is few among many: a partial index holds only these.
            builder.HasIndex(row => row.State).HasFilter($"\"State\" < {(int)TurnState.Delivered}");
            builder.HasIndex(row => row.ForgottenIn).HasFilter("\"ForgottenIn\" IS NOT NULL");
        }
    }
}
