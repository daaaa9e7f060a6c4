using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Completion.Limiting;

internal static class LimitingRegistration
{
    public static void AddLimiting(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<LimitOptions>().BindConfiguration("Limits")
            .Require("Limits:ConcurrentCalls", o => o.ConcurrentCalls > 0, "is not above zero", "64")
            .Require("Limits:RequestsPerMinute", o => o.RequestsPerMinute >= 0, "is negative", "500")
            .Require("Limits:TokensPerMinute", o => o.TokensPerMinute >= 0, "is negative", "200000")
            .Require("Limits:QueueLength", o => o.QueueLength >= 0, "is negative", "1000")
            .Require("Limits:QueueDeadline", o => o.QueueDeadline > TimeSpan.Zero, "is not above zero", "00:00:20")
            .ValidateOnStart();
        builder.Services.AddSingleton<ProviderLimits>();
    }
}
