using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Intake.Merging;

internal static class MergingServiceCollectionExtensions
{
    public static void AddMerging(this IHostApplicationBuilder builder) =>
        builder.Services.AddOptions<MergingOptions>().BindConfiguration("Merging")
            .Require("Merging:QuietTime", o => o.QuietTime > TimeSpan.Zero && o.QuietTime <= TimeSpan.FromSeconds(30), "is not above zero and at most 30 s", "00:00:01")
            .Require("Merging:FullPart", o => o.FullPart is >= 500 and <= 4096, "is not from 500 to 4096", "3000")
            .Require("Merging:MaxParts", o => o.MaxParts is >= 1 and <= 50, "is not from 1 to 50", "12")
            .ValidateOnStart();
}

/// <summary>When several messages form one question (<c>Merging</c>).</summary>
internal sealed class MergingOptions
{
    /// <summary>How long to wait for another part after a message that more may follow.</summary>
    public TimeSpan QuietTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A text of at least this many UTF-16 units may continue in the next message. Clients cut at 4096, or earlier at the end of a
    /// paragraph or word.
    /// </summary>
    public int FullPart { get; set; } = 3000;

    /// <summary>The maximum number of messages in a cut text or an album.</summary>
    public int MaxParts { get; set; } = 12;
}
