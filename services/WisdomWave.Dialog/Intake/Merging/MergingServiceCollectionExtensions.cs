using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Intake.Merging;

internal static class MergingServiceCollectionExtensions
{
    public static void AddMerging(this IHostApplicationBuilder builder) =>
        builder.Services.AddOptions<JoiningOptions>().BindConfiguration("Joining")
            .Require("Joining:QuietTime", o => o.QuietTime > TimeSpan.Zero && o.QuietTime <= TimeSpan.FromSeconds(30), "is not above zero and at most 30 s", "00:00:01")
            .Require("Joining:FullPart", o => o.FullPart is >= 500 and <= 4096, "is not from 500 to 4096", "3000")
            .Require("Joining:MaxParts", o => o.MaxParts is >= 1 and <= 50, "is not from 1 to 50", "12")
            .ValidateOnStart();
}
