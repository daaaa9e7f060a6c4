using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WisdomWave.Dialog.Usage;

/// <summary>
/// What one person's questions in one chat took on one day (UTC). Numbers without words in a table of their own: they
/// outlive the turns that are forgotten, removed or answered anew, and a month is at most 31 rows to read.
/// </summary>
internal sealed class UsageRow
{
    public required long BotId { get; init; }

    public required long ChatId { get; init; }

    public required long PersonId { get; init; }

    /// <summary>Days since 1970-01-01.</summary>
    public required int Day { get; init; }

    /// <summary>Questions that the provider answered.</summary>
    public required int Questions { get; init; }

    public required long InputTokens { get; init; }

    public required long OutputTokens { get; init; }

    /// <summary>Questions that the cache answered.</summary>
    public required int CachedQuestions { get; init; }

    /// <summary>What they had taken when the provider answered them.</summary>
    public required long CachedTokens { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<UsageRow>
    {
        public void Configure(EntityTypeBuilder<UsageRow> builder)
        {
            builder.ToTable("Usage");
            builder.HasKey(row => new { row.BotId, row.ChatId, row.PersonId, row.Day });
        }
    }
}
