using WisdomWave.Completion.Telemetry;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Completion.ProviderLimits;

/// <summary>Limits on provider calls (<c>ProviderLimits</c>); calls above them wait in a queue.</summary>
internal sealed class ProviderLimitOptions
{
    /// <summary>Simultaneous calls.</summary>
    public int ConcurrentCalls { get; set; } = 64;

    /// <summary>The account's rate limit; 0 for no limit.</summary>
    public int RequestsPerMinute { get; set; }

    /// <summary>The account's token limit, compared to the estimated prompt plus the maximum output; 0 for no limit.</summary>
    public int TokensPerMinute { get; set; }

    /// <summary>Maximum number of waiting calls; further calls fail immediately as rate limited.</summary>
    public int QueueLength { get; set; } = 1000;

    /// <summary>How long a call waits before it fails as rate limited.</summary>
    public TimeSpan QueueDeadline { get; set; } = TimeSpan.FromSeconds(20);
}

internal static class ProviderLimitsServiceCollectionExtensions
{
    public static void AddProviderLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProviderLimitOptions>().BindConfiguration("ProviderLimits")
            .Require("ProviderLimits:ConcurrentCalls", o => o.ConcurrentCalls > 0, "is not above zero", "64")
            .Require("ProviderLimits:RequestsPerMinute", o => o.RequestsPerMinute >= 0, "is negative", "500")
            .Require("ProviderLimits:TokensPerMinute", o => o.TokensPerMinute >= 0, "is negative", "200000")
            .Require("ProviderLimits:QueueLength", o => o.QueueLength >= 0, "is negative", "1000")
            .Require("ProviderLimits:QueueDeadline", o => o.QueueDeadline > TimeSpan.Zero, "is not above zero", "00:00:20")
            .ValidateOnStart();
        builder.Services.AddSingleton<ProviderLimiter>();
        builder.Services.AddHostedService<ProviderQueueMetrics>();
    }
}
