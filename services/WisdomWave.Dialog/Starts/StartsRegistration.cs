using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Starts;

internal static class StartsRegistration
{
    public static void AddStarts(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<StartNoticeOptions>().BindConfiguration("StartNotice")
            .Require("StartNotice:Interval", notice => notice.Interval >= TimeSpan.Zero, "is below 0", "00:10:00")
            .ValidateOnStart();
        builder.Services.AddSingleton<StartNotices>();
    }
}
