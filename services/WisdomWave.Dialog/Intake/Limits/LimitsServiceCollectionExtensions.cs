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
            .Require("RateLimits:StrangersPerMinute", limits => limits.StrangersPerMinute >= 0, "is below 0", "20")
            .Require("RateLimits:LongestQuestion", limits => limits.LongestQuestion is >= 1000 and <= 200_000, "is not from 1000 to 200000", "100000")
            .ValidateOnStart();
        builder.Services.AddSingleton<QuestionLimits>();
        builder.Services.AddSingleton<RefusalStore>();
    }
}

/// <summary>Limits per person and per bot (<c>RateLimits</c>).</summary>
internal sealed class RateLimitOptions
{
    /// <summary>Questions a minute, in all chats together; 0 disables the limit.</summary>
    public int QuestionsPerMinute { get; set; } = 20;

    /// <summary>Commands a minute, in all chats together; 0 disables the limit.</summary>
    public int CommandsPerMinute { get; set; } = 20;

    /// <summary>Messages of one conversation that wait for their replies; 0 disables the limit.</summary>
    public int PendingMessages { get; set; } = 20;

    /// <summary>People without access whom one bot tells so in a minute; 0 disables the limit.</summary>
    public int StrangersPerMinute { get; set; } = 20;

    /// <summary>UTF-16 units of a question, all its messages together. Checked before tokens are counted or files are read.</summary>
    public int LongestQuestion { get; set; } = 100_000;
}
