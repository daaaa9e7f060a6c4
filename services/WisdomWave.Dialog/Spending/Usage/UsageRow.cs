using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WisdomWave.Dialog.Spending.Usage;

/// <summary>
/// What one person's questions to one model in one chat took on one day (UTC). Numbers without words in a table of their own: they
/// outlive the turns that are forgotten, removed or answered anew, and a month is at most 31 rows of a model to read.
/// </summary>
internal sealed class UsageRow
{
    public required long BotId { get; init; }

    public required long ChatId { get; init; }

    public required long PersonId { get; init; }

    /// <summary>Days since 1970-01-01.</summary>
    public required int Day { get; init; }

    /// <summary>As the provider names it; empty for what was counted before models were told apart.</summary>
    public required string Model { get; init; }

    /// <summary>Questions that the provider answered.</summary>
    public required int Questions { get; init; }

    public required long InputTokens { get; init; }

    /// <summary>Of the input, those that the provider billed at its cached price.</summary>
    public required long CachedInputTokens { get; init; }

    public required long OutputTokens { get; init; }

    /// <summary>What all that cost (<see cref="NanoMoney"/>); 0 where prices are not known.</summary>
    public required long CostNanos { get; init; }

    /// <summary>Questions that the cache answered, or somebody else's identical question.</summary>
    public required int CachedQuestions { get; init; }

    /// <summary>What they had taken when the provider answered them.</summary>
    public required long CachedTokens { get; init; }

    /// <summary>What they would have cost.</summary>
    public required long SavedNanos { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<UsageRow>
    {
        public void Configure(EntityTypeBuilder<UsageRow> builder)
        {
            builder.ToTable("Usage");
            builder.HasKey(row => new { row.BotId, row.ChatId, row.PersonId, row.Day, row.Model });

            // A budget's sum reads its own month, not the whole table.
            builder.HasIndex(row => new { row.PersonId, row.Day });
            builder.HasIndex(row => new { row.ChatId, row.Day });
            builder.HasIndex(row => new { row.BotId, row.Day });
        }
    }
}
