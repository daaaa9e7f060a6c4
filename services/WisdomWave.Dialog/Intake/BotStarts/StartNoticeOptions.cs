namespace WisdomWave.Dialog.Intake.BotStarts;

/// <summary>Whether admins are told that a bot has started (<c>StartNotice</c>).</summary>
internal sealed class StartNoticeOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>A bot that starts again in the same version within this time says nothing: it may do so over and over.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(10);
}
