using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WisdomWave.Dialog.Spending.Usage;

/// <summary>
/// The usage of one model by one person in one chat on one day (UTC). It is stored apart from the turns and without texts, so forgetting,
/// removing or regenerating a turn does not change it.
/// </summary>
internal sealed class UsageRow
{
    public required long BotId { get; init; }

    public required long ChatId { get; init; }

    public required long UserId { get; init; }

    /// <summary>Days since 1970-01-01.</summary>
    public required int Day { get; init; }

    /// <summary>The provider's name of the model; empty for usage from versions that did not store it.</summary>
    public required string Model { get; init; }

    /// <summary>Questions that the provider answered.</summary>
    public required int Questions { get; init; }

    public required long InputTokens { get; init; }

    /// <summary>Input tokens that the provider billed at its cached price.</summary>
    public required long CachedInputTokens { get; init; }

    public required long OutputTokens { get; init; }

    /// <summary>The cost (<see cref="NanoMoney"/>); 0 when prices are unknown.</summary>
    public required long CostNanos { get; init; }

    /// <summary>Questions answered from the cache or by another person's identical question.</summary>
    public required int CachedQuestions { get; init; }

    /// <summary>The tokens of these questions when the provider answered them.</summary>
    public required long CachedTokens { get; init; }

    /// <summary>What these questions would have cost.</summary>
    public required long SavedNanos { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<UsageRow>
    {
        public void Configure(EntityTypeBuilder<UsageRow> builder)
        {
            builder.ToTable("Usage");
            builder.HasKey(row => new { row.BotId, row.ChatId, row.UserId, row.Day, row.Model });
            // The column keeps the name that existing databases have.
            builder.Property(row => row.UserId).HasColumnName("PersonId");

            // With these indexes, a budget's sum reads its month and not the whole table.
            builder.HasIndex(row => new { row.UserId, row.Day });
            builder.HasIndex(row => new { row.ChatId, row.Day });
            builder.HasIndex(row => new { row.BotId, row.Day });
        }
    }
}

/// <summary>Converts dates to the day numbers of the usage table.</summary>
internal static class UsageDay
{
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static int Of(DateTimeOffset time) => Of(DateOnly.FromDateTime(time.UtcDateTime));

    public static int FirstOfMonth(DateTimeOffset time) => Of(new DateOnly(time.UtcDateTime.Year, time.UtcDateTime.Month, 1));

    private static int Of(DateOnly day) => day.DayNumber - Epoch;
}
