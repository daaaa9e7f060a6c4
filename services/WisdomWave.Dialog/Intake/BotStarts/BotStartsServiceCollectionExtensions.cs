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
