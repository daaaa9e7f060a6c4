using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Intake.BotStarts;

internal static class BotStartsServiceCollectionExtensions
{
    public static void AddBotStarts(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<StartNoticeOptions>().BindConfiguration("StartNotice")
            .Require("StartNotice:Interval", notice => notice.Interval >= TimeSpan.Zero, "is below 0", "00:10:00")
            .ValidateOnStart();
        builder.Services.AddSingleton<StartNotices>();
    }
}

/// <summary>Whether admins are notified that a bot has started (<c>StartNotice</c>).</summary>
internal sealed class StartNoticeOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>A restart of the same version within this time sends no notice, so a crash loop does not flood the admins.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(10);
}
