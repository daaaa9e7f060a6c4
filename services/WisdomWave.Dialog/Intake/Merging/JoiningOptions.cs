namespace WisdomWave.Dialog.Intake.Merging;

/// <summary>When several messages are one question (<c>Joining</c>).</summary>
internal sealed class JoiningOptions
{
    /// <summary>How long nothing more must come after a message that others may follow.</summary>
    public TimeSpan QuietTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A text of so many UTF-16 units may go on in the next message: clients cut at 4096, and earlier at the end of a
    /// paragraph or a word.
    /// </summary>
    public int FullPart { get; set; } = 3000;

    /// <summary>The most messages that a cut text or an album is made of.</summary>
    public int MaxParts { get; set; } = 12;
}
