using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Intake.Limits;

internal static class LimitsServiceCollectionExtensions
{
    public static void AddLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration("RateLimits")
            .Require("RateLimits:QuestionsPerMinute", limits => limits.QuestionsPerMinute >= 0, "is below 0", "20")
            .Require("RateLimits:CommandsPerMinute", limits => limits.CommandsPerMinute >= 0, "is below 0", "20")
            .Require("RateLimits:PendingMessages", limits => limits.PendingMessages >= 0, "is below 0", "20")
            .Require("RateLimits:LongestQuestion", limits => limits.LongestQuestion is >= 1000 and <= 200_000, "is not from 1000 to 200000", "100000")
            .ValidateOnStart();
        builder.Services.AddSingleton<QuestionLimits>();
        builder.Services.AddSingleton<Refusals>();
    }
}
