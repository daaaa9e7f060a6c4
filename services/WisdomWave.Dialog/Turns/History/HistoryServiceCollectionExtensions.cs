using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Turns.History;

internal static class HistoryServiceCollectionExtensions
{
    public static void AddHistory(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RetentionOptions>()
            .Configure(options => options.Days = builder.Configuration["RetentionDays"] is not { Length: > 0 } days ? 0 : int.TryParse(days, out var number) ? number : -1)
            .Require("RetentionDays", retention => retention.Days is >= 0 and <= 36_500, "is not a whole number of days from 0 on", "90")
            .ValidateOnStart();
        builder.Services.AddHostedService<RetentionService>();
    }
}

internal sealed class RetentionOptions
{
    /// <summary><c>RetentionDays</c>: the days after which a turn is erased; 0 keeps turns until people forget them.</summary>
    public int Days { get; set; }

    /// <summary>Older turns are erased; null when none are.</summary>
    public DateTimeOffset? KeepsSince(DateTimeOffset now) => Days > 0 ? now.AddDays(-Days) : null;
}
