namespace WisdomWave.Dialog.Intake;

/// <summary>How long an update that was taken is known again.</summary>
internal static class InboxKeeping
{
    /// <summary>
    /// Telegram delivers an update for 24 h at most, and begins to number anew, anywhere, when a bot had none for a week: what is
    /// kept for longer than the one and less than the other recognizes every repetition and swallows no new message.
    /// </summary>
    private static readonly TimeSpan Time = TimeSpan.FromDays(3);

    /// <summary>An update that was taken before is as good as unknown, whether its row is still there or not.</summary>
    public static DateTimeOffset Since(DateTimeOffset now) => now - Time;
}
