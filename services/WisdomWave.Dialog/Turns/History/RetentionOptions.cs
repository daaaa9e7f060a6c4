namespace WisdomWave.Dialog.Turns.History;

internal sealed class RetentionOptions
{
    /// <summary><c>RetentionDays</c>: after how many days a turn is erased; 0 keeps turns until they are forgotten.</summary>
    public int Days { get; set; }

    /// <summary>Turns of before are erased; null for none.</summary>
    public DateTimeOffset? KeepsSince(DateTimeOffset now) => Days > 0 ? now.AddDays(-Days) : null;
}
