using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Dialog.Turns.History;

/// <summary>A person's message and the reply to it.</summary>
internal sealed class TurnRow
{
    /// <summary>The order in which turns were accepted, over all conversations.</summary>
    public long Sequence { get; init; }

    public required Guid Id { get; init; }

    public required long ConversationId { get; init; }

    public ConversationRow? Conversation { get; init; }

    public required TurnState State { get; init; }

    /// <summary>Whether it is an answered question, which belongs to the history unless it is <see cref="Forgotten"/>.</summary>
    public required bool Remembered { get; init; }

    /// <summary>Whether the person removed it by /forget or /undo. It is erased once its reply is delivered and it can no longer be restored.</summary>
    public bool Forgotten { get; init; }

    /// <summary>The /forget (<see cref="Interactions.Forgetting.ForgettingRow.Sequence"/>) that can still be undone; null for none.</summary>
    public long? ForgottenIn { get; init; }

    /// <summary>Whether the model answers it. The bot itself answers commands.</summary>
    public required bool IsQuestion { get; init; }

    /// <summary>Whether the answer must not come from the cache, because the person wanted another one.</summary>
    public bool Fresh { get; init; }

    /// <summary>Who asked.</summary>
    public required long UserId { get; init; }

    /// <summary>The name by which the model addresses the person; in shared conversations only.</summary>
    public string? PersonName { get; init; }

    /// <summary>Telegram's id of the person's message.</summary>
    public required int MessageId { get; init; }

    public required string Question { get; init; }

    /// <summary>The messages that were merged into the question, as JSON, until it has a reply.</summary>
    public string? Parts { get; init; }

    /// <summary>The attachments and their extracted text, as JSON; null for text alone.</summary>
    public string? Attachments { get; init; }

    /// <summary>Counted once, when the answer is stored; 0 before.</summary>
    public int QuestionTokens { get; init; }

    /// <summary>The language tag of the person's Telegram client, for the bot's own texts.</summary>
    public string? Language { get; init; }

    public string? Answer { get; init; }

    public int AnswerTokens { get; init; }

    public string? Footnote { get; init; }

    /// <summary>The reply's buttons and documents, as JSON (<see cref="ReplyExtras"/>).</summary>
    public string? Extras { get; init; }

    /// <summary>The context of a command, as JSON (<see cref="Interactions.Commands.CommandContext"/>).</summary>
    public string? Circumstances { get; init; }

    /// <summary>Set when the answer is the bot's own text about a failure.</summary>
    public FailureKind? Failure { get; init; }

    public string? Model { get; init; }

    public AnswerSource? Source { get; init; }

    public int InputTokens { get; init; }

    public int CachedInputTokens { get; init; }

    public int OutputTokens { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>How often it was restarted because an earlier process ended before the reply.</summary>
    public int Restarts { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The span that accepted the message, as in the header <c>traceparent</c>; null when no traces were exported.</summary>
    public string? Trace { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<TurnRow>
    {
        public void Configure(EntityTypeBuilder<TurnRow> builder)
        {
            builder.HasKey(row => row.Sequence);
            builder.HasIndex(row => row.Id).IsUnique();
            // The column keeps the name that existing databases have.
            builder.Property(row => row.UserId).HasColumnName("PersonId");
            builder.HasOne(row => row.Conversation).WithMany().HasForeignKey(row => row.ConversationId);
            builder.HasIndex(row => new { row.ConversationId, row.Sequence });

            // A restart looks for few rows among many, so a partial index holds only those. /stats does the same.
            builder.HasIndex(row => row.State).HasFilter($"\"State\" < {(int)TurnState.Delivered}");
            builder.HasIndex(row => row.CompletedAt).HasFilter("\"Failure\" IS NOT NULL");
            builder.HasIndex(row => row.ForgottenIn).HasFilter("\"ForgottenIn\" IS NOT NULL");
        }
    }
}

/// <summary>
/// How far a turn has come. Stored as a number that only rises; regenerating a turn takes over its row, but makes it another turn with another
/// id. SQL statements use the constants of <see cref="TurnStateSql"/>.
/// </summary>
internal enum TurnState
{
    /// <summary>Committed, without a reply.</summary>
    Accepted = 0,

    /// <summary>The reply is in the outbox.</summary>
    Replied = 1,

    /// <summary>Ingress has reported the last part of the reply.</summary>
    Delivered = 2,
}

/// <summary>The values of <see cref="TurnState"/> as constants for SQL statements.</summary>
internal static class TurnStateSql
{
    public const string Accepted = "0";
    public const string Replied = "1";
    public const string Delivered = "2";
}
