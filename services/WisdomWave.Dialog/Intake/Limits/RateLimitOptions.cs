namespace WisdomWave.Dialog.Intake.Limits;

/// <summary>What one person may ask for at once (<c>RateLimits</c>).</summary>
internal sealed class RateLimitOptions
{
    /// <summary>Questions of one person in a minute, all chats together; 0 sets no limit.</summary>
    public int QuestionsPerMinute { get; set; } = 20;

    /// <summary>Commands of one person in a minute, all chats together; 0 sets no limit.</summary>
    public int CommandsPerMinute { get; set; } = 20;

    /// <summary>Messages of one dialogue that wait for their replies; 0 sets no limit.</summary>
    public int PendingMessages { get; set; } = 20;

    /// <summary>UTF-16 units of a question, all its messages together, before anything is counted or read.</summary>
    public int LongestQuestion { get; set; } = 100_000;
}
